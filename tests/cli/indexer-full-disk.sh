# A full disk, here a limit on the size of a file: an error, the old index stays, and nothing is left behind.
news-indexer -q -o news.idx corpus && cp news.idx before
(ulimit -f 16; news-indexer -q -o news.idx corpus; echo $?)
cmp news.idx before && ls -A
