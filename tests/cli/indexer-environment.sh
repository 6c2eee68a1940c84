# What the environment changes is who may read a new index; not a byte of it. An index that is replaced keeps its permissions.
"$TOOLS/random-news" 9 300 >corpus/random.jsonl
printf 'A title\n\nPublished: Mar 03, 2021 12:11 PM\n\nTime without a zone, I\304\260i\304\261.\n' >corpus/zone.txt
news-indexer -q -o wanted.idx corpus
same() { if cmp "$1" wanted.idx; then echo "$2: same"; fi; }
for setting in LC_ALL=C LC_ALL=tr_TR.UTF-8 LANG=de_DE.ISO-8859-1 LC_ALL=no_such_locale TZ=Asia/Tokyo TZ=XXX+12 TMPDIR=/nowhere HOME=/nowhere; do
    env "$setting" news-indexer -q -o news.idx corpus; same news.idx "$setting"
    env -i "$setting" "$(command -v news-indexer)" -q -o news.idx corpus; same news.idx "$setting alone"
done
for mask in 000 022 027 077; do
    (umask $mask && rm -f news.idx && exec news-indexer -q -o news.idx corpus)
    same news.idx "umask $mask, mode $(stat -c %a news.idx)"
done
for mode in 644 600 640 444; do
    chmod $mode news.idx
    (umask 022 && exec news-indexer -q -o news.idx corpus)
    same news.idx "mode $mode, and then $(stat -c %a news.idx)"
done
# On another file system, which lists names otherwise.
other=$(mktemp -d /dev/shm/news-search-test.XXXXXX 2>/dev/null) || { echo "there is no /dev/shm to be another file system" >&2; exit 77; }
trap 'rm -rf "$other"' EXIT
cp -Rp corpus "$other"
(cd "$other" && news-indexer -q -o news.idx corpus)
same "$other/news.idx" "another file system"
ls -A "$other"
