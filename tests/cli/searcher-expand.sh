# --expand broadens a query by words of what it finds first.
news-indexer -q -o news.idx corpus
search() { news-searcher -n 3 "$@"; }

echo "== a plain list finds more"
search -c apt10
search -c --expand apt10
search -c --expand=1 apt10
echo "== what must be still must, and is all of the evidence"
for query in '"stone panda"' '+apt10 +panda' 'apt10 near/30 serum'; do
    search -c "$query"
    search -c --expand "$query"
    search -f jsonl "$query" | jq -r '.evidence[].text' | sort >before
    search -n 100 -f jsonl --expand "$query" | jq -r '.evidence[].text' | sort >after
    comm -23 before after
    grep -vi 'apt\|panda\|serum' after
done
echo "== what was added is told with --explain"
search --expand=3 apt10 2>&1 >/dev/null
search --expand=3 --explain -f count apt10
search --expand=3 --explain -n 1 apt10 | sed -n '/score/,/evidence/p'
search --expand=3 --explain -n 20 -f jsonl apt10 2>/dev/null | jq -c '[((.score - .closeness - ([.weights[] | .weight + .article_weight] | add)) | fabs < 1e-6), ([.weights[].boost // 1] | max <= 1.5)]' | sort | uniq -c
echo "== in a batch, whatever the number of threads"
printf 'apt10\nship canal\nunheardof\n\nvaccine -india\n' >queries
news-searcher --expand --batch queries -f tsv --fields query_id,path,score -j 1 >one
news-searcher --expand --batch queries -f tsv --fields query_id,path,score -j 4 | cmp - one && wc -l <one
news-searcher --expand=2 --explain --batch queries -c
echo "== with other options"
search -l --expand --since 2021-03-05 --until 2021-03-06 apt10
search -l --expand --all apt10 serum
search -l --expand --literal 'Ever Given?'
search -l --score passage --expand --sort=-date apt10
search -l --expand unheardof; echo "status $?"
echo "== what cannot be"
for value in 0 201 x ''; do search --expand="$value" apt10; echo "status $?"; done
search --expand --parse apt10; echo "status $?"
