# The index is cut off by somebody else in the middle of an answer, while the searcher waits until more of that is read: an error, where it was
# death by a signal.
"$TOOLS/random-news" 7 1000 >news.jsonl
news-indexer -q -o news.idx news.jsonl
mkfifo pipe
news-searcher -f jsonl -n 1000 'ba* OR de*' >pipe 2>complaints &
searcher=$!
exec 3<pipe
head -c 1 <&3; echo
truncate -s 4096 news.idx
cat <&3 >rest
wait $searcher; echo $?
cat complaints
