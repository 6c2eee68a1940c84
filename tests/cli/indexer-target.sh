# Only an index, or nothing, is ever replaced.
echo precious >notes.txt
news-indexer -q -o notes.txt corpus; echo $?
cat notes.txt
mkdir folder
news-indexer -q -o folder corpus; echo $?
news-indexer -q -o nowhere/news.idx corpus; echo $?
news-indexer -q -o /dev/null corpus; echo $?
: >empty.idx
news-indexer -q -o empty.idx corpus; echo $?
news-indexer -q -o real.idx corpus && ln -s real.idx link.idx && news-indexer -q -o link.idx corpus && test -L link.idx && cmp real.idx link.idx
printf '\017\015Xapian Glass\004\156not a UUID of zeros' >foreign.db
news-indexer -q -o foreign.db corpus; echo $?
ls -A
