# The two real articles: every place, and no other.
[ -n "$SHARED" ] || { echo "the folder of real articles is not at hand; NEWS_DATA=FOLDER names it" >&2; exit 77; }
ln -s "$SHARED/seeds" seeds
news-indexer -q -o news.idx seeds
places() { echo "== $1"; news-searcher -n 100 "$1" | grep -o 'seeds/[^ ]*'; }
places 'APT10 near/20 Serum'
places 'APT10 near/21 Serum'
places 'APT10 near/25 Serum'
places 'APT10 near/26 Serum'
places 'APT10 near Serum'
places '"stone panda"'
places '"intellectual property"'
places '"cold war mentality"'
news-searcher --color=always 'APT10 near/26 Serum' | grep -o '.\[1;31m[^[]*' | sed 's/^.\[1;31m//; s/.$//' | sort | uniq -c
