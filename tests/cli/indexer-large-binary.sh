# A file too large for memory, here a sparse one, costs a message and not the build.
cp corpus/2021-03-04-power-grid-claim.txt .
mkdir texts && mv 2021*.txt texts
truncate -s 8T texts/disk.img 2>/dev/null || { echo "no sparse files here" >&2; exit 77; }
yes 'words and words' | head -c 70000 >texts/large.txt && truncate -s 5G texts/large.txt
news-indexer -q -o news.idx texts; echo $?
news-searcher 'power grid' | head -n 1
