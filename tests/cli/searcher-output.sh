# A full disk is an error; a closed pipe is not.
news-indexer -q corpus
news-searcher apt10 >/dev/full; echo $?
news-searcher -n 100 the | head -n 1
