# A folder that may not be written, and files that may not be read, as a user who is not root.
as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
# Where programs count the lines that they run, the user may not write the counts, of which they complain.
user() { as_user "$@" 2>said; set -- $?; grep -v '^profiling:' said >&2; return "$1"; }
user news-indexer --help >help 2>&1 || { echo "cannot run the program as another user: $(head -n 1 help)" >&2; exit 77; }
chmod 755 .
mkdir locked texts
news-indexer -q -o locked/news.idx corpus && cp locked/news.idx before
chmod 555 locked
user news-indexer -q -o locked/news.idx corpus; echo $?
cmp locked/news.idx before
ls -A locked
printf 'Secret\n\nNot for all.\n' >texts/secret.txt
chmod 000 texts/secret.txt
mkdir -m 777 open
cp corpus/2021-03-04-power-grid-claim.txt texts
user news-indexer -q -o open/news.idx texts; echo $?
news-searcher -i open/news.idx 'power grid' | head -n 1
chmod 000 open/news.idx
user news-searcher -i open/news.idx 'power grid'; echo $?
