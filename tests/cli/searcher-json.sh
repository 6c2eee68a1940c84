# One document whatever is found, and whatever fails on the way: a hit, none, a batch whose first line, or whose every line, cannot be answered.
news-indexer -q corpus
news-searcher -f json -n 1 --explain '"serum institute"'; echo "status $?"
news-searcher -f json unheardofword; echo "status $?"
too_long=$(printf 'a%.0s ' $(seq 6000))
printf 'long\t%s\nship\t"ever given"\nnone\tunheardofword\n\t"suez canal"\n' "$too_long" >queries
for jobs in 1 4; do
    news-searcher -f json -n 1 --jobs $jobs --batch queries >batch.$jobs; echo "status $?"
done
cmp batch.1 batch.4
cat batch.1
printf '%s\n' "$too_long" | news-searcher -f json --batch -; echo "status $?"
news-searcher -f json --batch /dev/null; echo "status $?"
news-searcher -f json "$too_long"; echo "status $?"
news-searcher -f json -i none.idx word; echo "status $?"
news-searcher -f json -i none.idx --batch queries; echo "status $?"

# Without a search there is no format.
news-searcher -f json --parse serum; news-searcher -f json -q serum; echo "status $?"
