# A run: six columns whatever the names, an article once.
news-indexer -q corpus
news-searcher -f trec 'apt10 serum'; echo "status $?"
news-searcher -f trec -n 1000 the | awk '{ print $3 }' | sort | uniq -d
news-searcher -f trec unheardofword; echo "status $?"
printf 'q 1\t"ever given"\nnone\tunheardofword\n\tpanda\n' | news-searcher -f trec -n 2 --batch -; echo "status $?"
mkdir 'my news'
printf 'One\n' >'my news/a b\tc.txt'
printf '%s\n' '{"id":"x 1","body":"one"}' '{"id":"","body":"One"}' >'my news/lines.jsonl'
news-indexer -q -o odd.idx 'my news'
news-searcher -i odd.idx -f trec one
# Articles without ids of their own are told apart by their files.
mkdir none
for name in a b c; do echo '{"body": "A zebra in the park."}' >none/$name.jsonl; done
news-indexer -q -o none.idx none
news-searcher -i none.idx -f trec zebra
