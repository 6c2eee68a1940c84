# Standard streams that are full, closed or unread: the index is written all the same, and nothing but it is left.
mkdir texts
for i in $(seq 300); do printf 'Title\n\nThe caf\201 of %d.\n' "$i" >"texts/$i.txt"; done
news-indexer -o full.idx corpus >/dev/full; echo $?
news-indexer -o closed.idx corpus >&-; echo $?
news-indexer -q -o silent.idx texts 2>&-; echo $?
{ news-indexer -q -o unread.idx texts 2>&1; echo $? >status; } | true
cat status
for index in full closed silent unread; do news-searcher -n 1 -i $index.idx 'the of' >/dev/null || echo "$index: $?"; done
news-searcher -i full.idx apt10 >&-; echo $?
ls -A
