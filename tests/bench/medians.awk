# medians.awk - of figures that were measured several times, the median: lines of the bench's table to lines of the same form, each figure
# once, in the order in which they came.
BEGIN { FS = OFS = "\t" }
{
    key = $1 OFS $2 OFS $3 OFS $4 OFS $5
    if (!(key in count)) keys[++key_count] = key
    values[key, ++count[key]] = $6
}
function median(key,   i, j, n, kept) {
    n = count[key]
    for (i = 2; i <= n; i++) {
        kept = values[key, i]
        for (j = i - 1; j >= 1 && values[key, j] + 0 > kept + 0; j--) values[key, j + 1] = values[key, j]
        values[key, j + 1] = kept
    }
    return n % 2 ? values[key, (n + 1) / 2] : (values[key, n / 2] + values[key, n / 2 + 1]) / 2
}
END {
    print "part", "collection", "case", "engine", "figure", "value"
    for (i = 1; i <= key_count; i++) print keys[i], median(keys[i])
}
