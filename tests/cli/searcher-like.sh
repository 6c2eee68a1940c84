# --like finds more like an article, a passage or a text.
news-indexer -q -o news.idx corpus
like() { news-searcher -l -n 3 --like "$@"; }
article=corpus/2021-03-02-vaccine-makers-hackers.txt

echo "== an article"
like $article
echo "== passages of it"
like $article:2
like $article:14
echo "== it is no hit itself"
news-searcher -l --like $article | grep -c $article
news-searcher -c --like $article
echo "== a text"
like - <corpus/world/2021-03-29-ever-given-afloat.txt
printf 'A ship is aground in the canal.' | like -
printf 'unheardof wordlessness' | like -; echo "status $?"
like - </dev/null; echo "status $?"
printf '\377\0\001canal\302' | like -
echo "== articles in a file"
printf '{"id":"a","body":"Tugs pull the ship from the bank of the canal."}\n{"id":"b","body":"The panda sleeps."}\n{"body":"The ship left the canal behind tugs."}\n' >wire.jsonl
news-indexer -q -o wire.idx wire.jsonl
for what in wire.jsonl#a wire.jsonl:1 wire.jsonl:9 wire.jsonl wire.jsonl#c nowhere ''; do
    news-searcher -i wire.idx -f trec --like "$what" | cut -d ' ' -f 3,4
done
news-searcher -i wire.idx -i news.idx -f trec -n 2 --like wire.jsonl#a | cut -d ' ' -f 3,4
echo "== with other options"
like $article --since 2021-03-09
like $article --unique --by article --sort path
like $article --expand=5
news-searcher --like $article --facet section -n 2
news-searcher --like $article:2 -n 2 --explain | grep -c times
news-searcher --like $article -f json -n 1 | jq -r '.answers[].query'
news-searcher --like $article -f html -n 1 | grep -c '<mark>'
echo "== what cannot be"
news-searcher --like $article serum; echo "status $?"
news-searcher --like $article --batch $article; echo "status $?"
news-searcher --like $article --parse; echo "status $?"
news-searcher --like $article --words; echo "status $?"
news-searcher --like $article --all; echo "status $?"
news-searcher --like; echo "status $?"
yes 'a word' | head -c 16777216 | news-searcher --like - -c | grep -c '[0-9]'; echo "status $?"
yes 'a word' | head -c 16777217 | news-searcher --like - -c; echo "status $?"
