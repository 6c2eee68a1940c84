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

# An answer that ends early, since the text of a later hit is damaged: the document is whole all the same.
size=$(stat -c %s news.idx)
place=$(od -A n -v -t u8 -w16 -j $((size - 13 * 16 - 32 + 5 * 16)) -N 16 news.idx | awk '{ print $1 + int($2 / 2) }') # in word_codes
cp news.idx bad.idx
printf '\377\377\377\377' | dd of=bad.idx bs=1 seek="$place" conv=notrunc 2>/dev/null
news-searcher -f json -i bad.idx -n 1000 a >damaged; echo "status $?"
[ "$(grep -c '^{"rank"' damaged)" -gt 0 ] && echo "hits before it"
tail -n 2 damaged | tail -c 6

# Without a search there is no format.
news-searcher -f json --parse serum; news-searcher -f json -q serum; echo "status $?"
