# Many queries through one batch process: its memory stays as it was after the first ten thousand. Then 64 processes at once on one index,
# each of which answers as one alone does.
[ -r /proc/self/status ] || { echo "there is no /proc/PID/status to read memory from" >&2; exit 77; }
. "$TOOLS/long.sh"
queries=$(some 1000000 30000)
"$TOOLS/random-news" 7 2000 >one.jsonl
news-indexer -q -o news.idx one.jsonl

# Queries of all kinds, of words that are there and of some that are not: no two lines need be alike.
kinds() {
    awk -v count="$1" '
    function draw(n) { seed = seed * 16807 % 2147483647; return seed % n }
    function word(w) {
        w = syllable[draw(20) + 1] syllable[draw(20) + 1]
        return draw(3) ? w : w syllable[draw(20) + 1]
    }
    BEGIN {
        split("ba de fi go hu ka le mi no pu ra se ti vo wu xa ze lin tor mas", syllable, " ")
        for (seed = 20210301; count > 0; count--) {
            kind = draw(50)
            if (kind == 0) print word() "*"
            else if (kind == 1) print "title:" word(), "or", word() "~"
            else if (kind < 10) print word(), "near/9", word()
            else if (kind < 20) print "\"" word(), syllable[draw(20) + 1] "\""
            else if (kind < 25) print "(" word(), "or", word() ") -" word()
            else if (kind < 30) print "date:20" 10 + draw(12), word()
            else print word(), word(), word()
        }
    }'
}

mkfifo questions answers
news-searcher --no-notes -n 2 --jobs 2 --batch questions >answers &
searcher=$!
# The head of each ten thousandth answer, and each first hit, as they come.
grep --line-buffered '^# [0-9]*0000[^0-9]\|^1[.] ' <answers >noted &
reader=$!
exec 3>questions
memory() { awk -v name="$1:" '$1 == name { print $2 }' /proc/$searcher/status; } # KiB
until_answered() { while kill -0 $searcher && ! grep -q "^# $1[^0-9]" noted; do sleep 0.2; done; }
kinds $queries >all
head -n 10000 all >&3
until_answered 10000
early=$(memory RssAnon) early_all=$(memory VmRSS)
tail -n +10001 all >&3
until_answered $queries
late=$(memory RssAnon) late_all=$(memory VmRSS)
exec 3>&-
wait $searcher; echo $?
wait $reader
found=$(grep -c '^1[.]' noted)
echo "memory after 10000 queries $early_all KiB ($early of its own), after $queries $late_all KiB ($late of its own); $found found something" >>measured
[ "$found" -gt $((queries / 2)) ] && echo "most found something"
# A sanitizer keeps what was freed, for a while.
grep -q '__[atm]san_init' "$(command -v news-searcher)" && early=$late early_all=$late_all
[ "$late" -le $((early + 512)) ] || echo "$((late - early)) KiB were added to its own memory"
[ "$late_all" -le $((early_all + 2048 + $(stat -c %s news.idx) / 1024)) ] || echo "$((late_all - early_all)) KiB were added to its memory"

query='"ba de" or (fi near/5 go) or title:hu'
news-searcher --no-notes -f jsonl -n 200 "$query" >wanted
[ "$(wc -l <wanted)" = 200 ] && echo "there is much to be wrong"
for process in $(seq 64); do
    { news-searcher --no-notes -f jsonl -n 200 "$query" >"answer-$process" 2>"complaints-$process"; echo $? >"code-$process"; } &
done
wait
for process in $(seq 64); do cmp -s "answer-$process" wanted && [ "$(cat "code-$process")" = 0 ] && [ ! -s "complaints-$process" ] && echo same; done | uniq -c
