# A truncated index and one with a changed byte are errors, at whatever place.
news-indexer -q -o news.idx corpus
size=$(stat -c %s news.idx)
for part in 1 20 50 80 99; do
    head -c $((size * part / 100)) news.idx >cut.idx
    news-searcher -i cut.idx 'apt10 near serum' >/dev/null; echo $?
done
for place in 20 8200 30000; do
    cp news.idx bad.idx
    printf '\377' | dd of=bad.idx bs=1 seek=$place conv=notrunc 2>/dev/null
    news-searcher -i bad.idx 'apt10 near serum' >/dev/null; echo $?
done
