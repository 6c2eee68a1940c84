# passages.awk - how soon a ranking of passages has one that answers: awk -f passages.awk JUDGED HITS
#
#   JUDGED  lines "QID<TAB>DOCID<TAB>WORDS": a passage of the document that has the words answers the query
#   HITS    lines "QID<TAB>DOCID<TAB>RANK<TAB>TEXT", ranks ascending
#
# Prints the mean of 1 / rank of the first that answers, 0 where none does, and for how many queries the first of all does.
BEGIN { FS = "\t" }
FNR == 1 { file++ }
file == 1 {
    if (!($1 in judged)) queries++
    words[$1, ++judged[$1]] = $3
    document[$1, judged[$1]] = $2
    next
}
function answers(   i) {
    for (i = 1; i <= judged[$1]; i++) {
        if (document[$1, i] == $2 && index($4, words[$1, i])) return 1
    }
    return 0
}
!($1 in answered) && answers() {
    answered[$1] = 1
    reciprocals += 1 / $3
    firsts += $3 == 1
}
END { printf "passages: MRR@10 %.4f  first %d  queries %d\n", queries ? reciprocals / queries : 0, firsts, queries }
