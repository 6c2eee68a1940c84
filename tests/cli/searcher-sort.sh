# The order of hits: over all that match, and not only the best; articles without a date come last, either way.
news-indexer -q corpus
places() { sed -n 's/^    \(.*\)corpus/\1 corpus/p' | cut -d : -f 1-2; }
for order in date -date path; do
    echo "-- $order"
    news-searcher --sort "$order" -n 4 --by article china | places
    news-searcher --sort "$order" -n 1000 --by article china | places | tail -n 1
done
news-searcher --sort score china >scores
news-searcher china | cmp - scores
news-searcher --sort=path -l -n 1000 china | LC_ALL=C sort -c && echo in order
news-searcher --sort newest china; echo $?
