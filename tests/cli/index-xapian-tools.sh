# The index file is a Xapian database as it is.
command -v xapian-check >/dev/null || { echo "xapian-check is missing: run 'make deps'" >&2; exit 77; }
news-indexer -q -o news.idx corpus
xapian-check news.idx | tail -n 1
xapian-delve -1 news.idx | head -n 4
xapian-delve -t apt10 news.idx
