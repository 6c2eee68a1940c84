# A folder that may not be written, and files that may not be read, as a user who is not root.
. "$TOOLS/user.sh"
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
