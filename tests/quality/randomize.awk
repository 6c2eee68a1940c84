# randomize.awk - whether two rankings of the same queries differ by more than chance: awk -f randomize.awk A B
#
# A and B are what score.awk prints with -v each=1. If it made no difference how a query is ranked, its two figures could as well be the
# other way round (Fisher's randomization test; Smucker, Allan and Carterette 2007). So the figures of each query are exchanged or not, in
# all ways where there are at most 10000 of them, else 10000 times by chance, always the same. p is the share of ways, the one that is
# observed among them, in which the MAPs are as far apart as they are.
function distance(x) { return x < 0 ? -x : x }
# Whether the difference of a query changes its sign in a round.
function is_exchanged(round, query) {
    if (all) return int(round / 2 ^ (query - 1)) % 2
    seed = (seed * 16807) % 2147483647
    return seed < 1073741824
}
function sum_of(round,   query, sum) {
    for (query = 1; query <= queries; query++) sum += is_exchanged(round, query) ? -difference[query] : difference[query]
    return sum
}
$(NF - 1) != "query" { next }
NR == FNR { first[$NF] = $2 }
NR != FNR {
    sums[1] += first[$NF]
    sums[2] += $2
    difference[++queries] = $2 - first[$NF]
}
END {
    if (queries == 0) {
        print "randomize.awk: there are no queries" > "/dev/stderr"
        exit 2
    }
    rounds = 10000
    seed = 8
    observed = distance(sums[2] - sums[1])
    all = 2 ^ queries <= rounds
    if (all) rounds = 2 ^ queries
    # What is computed in another order may differ in its last digits.
    for (round = 0; round < rounds; round++) extreme += distance(sum_of(round)) >= observed - 1e-9
    if (!all) { extreme++; rounds++ }
    printf "MAP %.4f and %.4f  difference %+.4f  p %.4f  queries %d\n",
        sums[1] / queries, sums[2] / queries, (sums[2] - sums[1]) / queries, extreme / rounds, queries
}
