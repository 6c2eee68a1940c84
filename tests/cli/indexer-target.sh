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
# What comes to the target while the index is made is no more overwritten than what was there before.
mkfifo pipe
news-indexer -q -o late.txt - <pipe &
child=$!
exec 3>pipe
while kill -0 $child 2>/dev/null && [ -z "$(find . -maxdepth 1 -name '.news-index.*')" ]; do sleep 0.01; done
echo precious >late.txt
cat corpus/2021-03-04-power-grid-claim.txt >&3
exec 3>&-
wait $child; echo $?
cat late.txt
ls -A
