# score.awk - how good a ranking is, by judgments: awk -f score.awk QRELS RUN
#
#   QRELS  lines "QID 0 DOCID GRADE"; a grade above 0 is relevant
#   RUN    lines "QID Q0 DOCID RANK SCORE TAG"; of a query the higher score comes first, equal ones as they stand; a DOCID that stands there
#          twice counts once, where it comes first
#
# Prints the means over the queries that have a relevant document; one that is not in RUN scores 0. With -v each=1 there is a line of each
# query before them. The measures are those of trec_eval (https://github.com/usnistgov/trec_eval):
#   MAP      mean of the precision at each relevant document, 0 for those that were not found
#   nDCG@10  sum of grade / log2(rank + 1) of the first ten, as a share of the best there can be (Järvelin and Kekäläinen 2002)
#   P@10     relevant ones among the first ten, / 10
#   MRR      1 / rank of the first relevant one
#   R@100    relevant ones among the first hundred, as a share of all
FNR == 1 { file++ }
NF == 0 { next }
file == 1 {
    grade[$1, $3] = $4
    if ($4 > 0) {
        if (!($1 in relevant)) queries[++query_count] = $1
        grades[$1, ++relevant[$1]] = $4
    }
    next
}
{
    at = ++found[$1]
    while (at > 1 && score[$1, at - 1] < $5 + 0) {
        score[$1, at] = score[$1, at - 1]
        document[$1, at] = document[$1, at - 1]
        at--
    }
    score[$1, at] = $5 + 0
    document[$1, at] = $3
}
function gain(grade, rank) { return grade * log(2) / log(rank + 1) }
# The gain of the first ten if the most relevant came first.
function best_gain(query,   i, j, kept, sum) {
    for (i = 2; i <= relevant[query]; i++) {
        kept = grades[query, i]
        for (j = i - 1; j >= 1 && grades[query, j] < kept; j--) grades[query, j + 1] = grades[query, j]
        grades[query, j + 1] = kept
    }
    for (i = 1; i <= relevant[query] && i <= 10; i++) sum += gain(grades[query, i], i)
    return sum
}
function score_query(query,   i, rank, one, hits) {
    precision = gained = at_10 = reciprocal = at_100 = 0
    for (i = 1; i <= found[query]; i++) {
        if ((query, document[query, i]) in ranked) continue
        ranked[query, document[query, i]] = ++rank
        one = grade[query, document[query, i]]
        if (one <= 0) continue
        precision += ++hits / rank
        if (hits == 1) reciprocal = 1 / rank
        if (rank <= 10) gained += gain(one, rank)
        at_10 += rank <= 10
        at_100 += rank <= 100
    }
    precision /= relevant[query]
    gained /= best_gain(query)
    at_10 /= 10
    at_100 /= relevant[query]
}
function line(of) { printf "MAP %.4f  nDCG@10 %.4f  P@10 %.4f  MRR %.4f  R@100 %.4f  %s\n", precision, gained, at_10, reciprocal, at_100, of }
END {
    if (query_count == 0) {
        print "score.awk: no query has a relevant document" > "/dev/stderr"
        exit 2
    }
    for (i = 1; i <= query_count; i++) {
        score_query(queries[i])
        if (each) line("query " queries[i])
        sums[1] += precision; sums[2] += gained; sums[3] += at_10; sums[4] += reciprocal; sums[5] += at_100
    }
    precision = sums[1] / query_count
    gained = sums[2] / query_count
    at_10 = sums[3] / query_count
    reciprocal = sums[4] / query_count
    at_100 = sums[5] / query_count
    line("queries " query_count)
}
