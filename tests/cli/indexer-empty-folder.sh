# Nothing to index is an error, and an index that stood there stays.
mkdir empty
news-indexer -o news.idx empty; echo $?
news-indexer -q -o news.idx corpus && cp news.idx before
news-indexer -o news.idx empty; echo $?
cmp news.idx before && ls -A
