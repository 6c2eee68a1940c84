# A file system that is too small: the old index stays, the error says so, and nothing is left; on one that is large enough the index is made.
# The file system is one in memory that nobody else sees, which wants the right to mount it.
"$TOOLS/random-news" 4 2000 >one.jsonl
news-indexer -q -o one.idx corpus one.jsonl && size=$(stat -c %s one.idx)
cat >on-small-disk <<'END'
for kib in 300 600 900 1500 2000 2500 20000; do
    mount -t tmpfs -o size=${kib}k tmpfs small 2>complaints || { cat complaints >&2; exit 77; }
    news-indexer -q -o small/news.idx corpus && cp small/news.idx before
    for options in -j1 '-j2 -m16M'; do
        # shellcheck disable=SC2086 # options are meant to part
        news-indexer -q $options -o small/news.idx corpus one.jsonl 2>complaints
        echo "$kib KiB, $options: $? $(sed 's/cannot write.*: No space/cannot write: No space/' complaints)"
        cmp -s small/news.idx before || cmp -s small/news.idx one.idx || echo "neither index"
        [ "$(ls -A small)" = news.idx ] || ls -A small
    done
    umount small
done
END
mkdir small
unshare -m true 2>/dev/null && mine='unshare -m' || mine='unshare -r -m'
$mine true 2>err || { echo "cannot have mounts of its own: $(tail -n 1 err)" >&2; exit 77; }
$mine sh -u on-small-disk >out 2>err
[ $? != 77 ] || { echo "cannot mount a small file system: $(tail -n 1 err)" >&2; exit 77; }
cat out
cat err >&2
[ "$size" -gt 2600000 ] && [ "$size" -lt 3000000 ] && echo "the sizes suit the index"
