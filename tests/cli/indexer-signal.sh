# Stopped in the middle: the old index stays, nothing is left behind, and the exit status tells the signal.
news-indexer -q -o news.idx corpus && cp news.idx before
mkdir texts
mkfifo texts/go
for i in $(seq 3000); do cp corpus/2021-03-04-power-grid-claim.txt texts/$i.txt; done
rm texts/go
news-indexer -q -o news.idx texts 2>err &
child=$!
while [ -z "$(find . -maxdepth 1 -name '.news-index.*')" ]; do :; done
kill -TERM $child
wait $child
echo $?
cat err
cmp news.idx before && ls -A
