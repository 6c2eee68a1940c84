# The name of each program, its version and that of its index format, which is in --info, too.
for program in news-indexer news-searcher; do
    $program --version | tee "$program.told"
    $program -V | cmp - "$program.told"
done
news-indexer -q corpus
news-searcher --info | grep "^format"
news-searcher -V >/dev/full; echo "status $?"
