# Links are followed and loops end; what is no regular file is named and not opened.
ln -s .. corpus/loop
ln -s nowhere corpus/dangling
mkfifo corpus/pipe
news-indexer -o news.idx corpus | sed 's/, [0-9]* passages.*//'; news-indexer -q corpus 2>/dev/null; echo $?
