# A log in the folder of the articles is none of them: its messages became a text on the next day. The index cannot be the log: it was
# emptied before the first article was read.
mkdir news
printf '{"title":"A title","date":"nobody knows"}\n' >news/a.jsonl
for day in 1 2; do news-indexer -q --log news/problems.txt -o news.idx news 2>/dev/null; echo $?; done
news-searcher -l 'title OR date'
cat news/problems.txt
cp news.idx before.idx
news-indexer -q --log ./news.idx -o news.idx news; echo $?
cmp news.idx before.idx
