# What is shown of a passage is whole sentences, as only one of over 60 words is cut, and has each word that makes evidence in the passage:
# for the questions of the judged collection, and for random queries of several kinds.
news-indexer -q corpus
cp "$TOOLS/../data/quality/queries.tsv" questions
cat corpus/*.txt | tr -cs 'A-Za-z0-9' '\n' | awk 'length($0) > 3 && $0 !~ /^(near|same|with)$/ { words[++count] = $0 }
function below(limit) { # the same numbers with every awk
    seed = (seed * 16807) % 2147483647
    return seed % limit
}
function word() { return words[1 + below(count)] }
function neighbours(i) { i = 1 + below(count - 6); return words[i] " %s " words[i + 1 + below(5)] "\n" }
END {
    seed = 8
    for (i = 0; i < 60; i++) {
        print word() " " word() " " word()
        print substr(word(), 1, 4) "*"
        printf(neighbours(), "near/" 5 + below(80))
        printf(neighbours(), "same")
        printf(neighbours(), "and")
        printf(neighbours(), "sentence")
    }
}' >random

# Of each hit its passage and its evidence, a line each; the control characters are a line's end and what stands between two evidences.
passages='def line: split("\r") | join("") | split("\n") | join("\u0001");
    "P\(.passage | line)", "E\([.evidence[].text | line] | join("\u0002"))"'

# Reads those lines, and then the hits as text. In a passage a tab is the end of a paragraph.
cat >check.awk <<'END_AWK'
function bare(text) {
    gsub(/\033\[[0-9;]*m/, "", text)
    return text
}
function plain(text) {
    text = tolower(text)
    gsub(/[^a-z0-9\200-\377]+/, " ", text)
    return " " text " "
}
function passage_of(line) {
    line = substr(line, 2)
    gsub(/\001[ \001]*\001/, "\t", line)
    gsub(/[ \001]+/, " ", line)
    return line
}
function complain(what) { print "hit " hit " of " FILENAME ": " what ": " passage[hit] }
# Whether the sentence is longer than what may be cut that begins in the first text and ends in the second one.
function is_long(before, behind,  words) {
    while (match(before, /\t|[.!?:]["')]* /)) before = substr(before, RSTART + RLENGTH)
    if (match(behind, /\t|[.!?:]["')]*( |$)/)) behind = substr(behind, 1, RSTART)
    return split(substr(plain(before behind), 2), words, " ") > 60
}
# A piece of what is shown, on either side of which there may be an ellipsis, begins and ends where a sentence does.
function check_piece(piece, cut_before, cut_behind,  at, before, behind) {
    at = index(passage[hit], piece)
    if (!at) return complain("[" piece "] is not in it")
    before = substr(passage[hit], 1, at - 1)
    behind = substr(passage[hit], at + length(piece))
    if (before !~ /(^|\t|[.!?:]["')]* ) *$/ && !(cut_before && is_long(before, piece behind)))
        complain("[" piece "] begins within a sentence")
    if (behind !~ /^ *(\t|$)/ && piece !~ /[.!?:]["')]*$/ && !(cut_behind && is_long(before piece, behind)))
        complain("[" piece "] ends within a sentence")
    pieces++
}
# The first and last word of each evidence are marked somewhere.
function check_words(  i, count, all, words, ends) {
    count = split(evidence[hit], all, "\002")
    for (i = 1; i <= count; i++) {
        ends = split(substr(plain(all[i]), 2), words, " ")
        if (!index(marked, " " words[1] " ") || !index(marked, " " words[ends] " ")) complain("no [" all[i] "] in [" marked "]")
        evidences++
    }
}
function end_hit() { if (hit) check_words() }
FNR == NR && /^P/ { passage[++hits] = passage_of($0) }
FNR == NR && /^E/ { evidence[hits] = substr($0, 2) }
FNR == NR { next }
/^(\033[^m]*m)?[0-9]+\. / { end_hit(); hit++; marked = " "; line = 0 }
/^    / && line++ {
    rest = $0
    while (match(rest, /\033\[1;31m[^\033]*/)) {
        marked = marked plain(substr(rest, RSTART + 7, RLENGTH - 7))
        rest = substr(rest, RSTART + RLENGTH)
    }
    count = split(substr(bare($0), 5), shown, / ?… ?/)
    for (i = 1; i <= count; i++) if (shown[i] != "") check_piece(shown[i], i > 1, i < count)
}
END {
    end_hit()
    if (hit != hits) print hit " hits as text, " hits " as JSON"
    print hits " hits, " pieces " pieces, " evidences " evidences"
}
END_AWK
for queries in questions random; do
    options=
    [ $queries = random ] || options=--words
    news-searcher $options --no-notes -n 10 -f jsonl --batch $queries | jq -r "$passages" >hits
    news-searcher $options --no-notes -n 10 --color always --batch $queries >text
    LC_ALL=C awk -f check.awk hits text
done
