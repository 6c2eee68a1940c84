# Threads and memory change nothing but the time: the index and what is said of the articles are the same.
mkdir texts
for i in $(seq 400); do printf 'Storm %d\n\nThe storm reached harbour %d, and "harbours" beyond it.\n' "$i" "$((i % 7))" >"texts/$i.txt"; done
ln -s nowhere texts/200-link.txt
: >texts/300-empty.txt
for i in $(seq 30000); do printf '{"id": %d, "body": "Rain fell on harbour %d.", "date": "%s"}\n' "$i" "$i" "$((i % 9000 ? 2021 : 0))"; done >texts/rain.jsonl
gzip -c texts/rain.jsonl >texts/more.jsonl.gz
news-indexer -q -j 1 -o one.idx texts 2>one.err; echo $?
for options in '' '--jobs 2' '-j3 -m16M' '--jobs=8 --memory=2G'; do
    # shellcheck disable=SC2086 # options are meant to part
    news-indexer -q $options -o index.idx texts 2>err; echo "$options: $?"
    cmp index.idx one.idx && cmp err one.err && echo same
done
cat one.err
news-searcher -i one.idx -n 1 '"harbour 29999"'
ls -A
