# Limits are told, and cost no more than what is over them.
head -c 20000000 /dev/zero | tr '\0' 'a' | sed 's/aaaaaaaaa/aaaaaaaa /g' >long.txt
printf 'A short text.\n' >short.txt
news-indexer -q -o news.idx long.txt short.txt; echo $?
yes 'one more line of a text, to be packed' | head -n 100000 | gzip -c >packed.txt.gz
news-indexer -q --max-inflated 1M -o news.idx packed.txt.gz short.txt; echo $?
yes '{"body":"one more line of a text, to be packed"}' | head -n 100000 | gzip -c >packed.jsonl.gz
news-indexer -q --max-inflated 1M -o news.idx packed.jsonl.gz 2>&1 | sed 's/first [0-9]* lines/first N lines/'
news-searcher -q packed; echo $?
