# A path that is not there is an error before anything is done.
news-indexer -q -o news.idx corpus missing; echo $?
ls -A
