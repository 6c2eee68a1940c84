# The first problem is the end, and the index that was there stays; of many problems ten of a kind are told, and the log has all.
i=0
while [ $((i += 1)) -le 15 ]; do printf '{"body":"text","date":"day %d"}\n' $i; done >a.jsonl
echo 'no JSON' >>a.jsonl
printf 'A text.\n' >good.txt
news-indexer -q -o news.idx good.txt; echo $?
cp news.idx before
news-indexer -q --strict -o news.idx good.txt a.jsonl; echo $?
cmp before news.idx
news-indexer -q --strict --jobs 3 --list a.jsonl good.txt; echo $?
news-indexer -q --log all.log -o news.idx a.jsonl; echo $?
wc -l <all.log
tail -n 2 all.log
news-indexer -q -o news.idx a.jsonl 2>&1 | tail -n 1
news-indexer -q --log none/all.log -o news.idx a.jsonl; echo $?
news-indexer -q --log /dev/full -o news.idx good.txt; echo $?
news-indexer -q --log /dev/full -o news.idx a.jsonl 2>&1 | tail -n 1
