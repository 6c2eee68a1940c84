# Whatever is not an index is told as what it is.
news-searcher word; echo $?
news-searcher -i corpus word; echo $?
: >empty; news-searcher -i empty word; echo $?
news-searcher -i corpus/README.md word; echo $?
mkfifo pipe; news-searcher -i pipe word; echo $?
