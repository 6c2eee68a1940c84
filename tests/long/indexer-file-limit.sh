# No file may grow over a limit, at every 64 KiB up to the size of the index: an error that names the index, exit status 2, the
# old index as it was byte for byte, and nothing left behind.
. "$TOOLS/long.sh"
step=$(some 1 8)
"$TOOLS/random-news" 3 "$(some 8000 2000)" >one.jsonl
tail -n +500 one.jsonl >two.jsonl
build_each one two
size=$(stat -c %s one.idx)

refused=0 in_scratch=0
limited() { # a limit in units of 64 KiB, options
    limit=$1
    shift
    said=$( (ulimit -f $((limit * 128)) && exec news-indexer -q "$@" -o "$index" one.jsonl) 2>&1) # not to a file, which has the limit too
    code=$?
    cmp -s "$index" two.idx || echo "limit $limit with $*: the old index has changed"
    [ $code = 2 ] || echo "limit $limit with $*: exit status $code"
    case $said in
    "news-indexer: $index: cannot write a temporary file beside it: File too large") in_scratch=$((in_scratch + 1)) ;;
    "news-indexer: $index: "*": File too large") refused=$((refused + 1)) ;;
    *) echo "limit $limit with $*: $said" ;;
    esac
    [ -z "$(left)" ] || echo "limit $limit with $*: left: $(left)"
}

# A sanitizer may write a file of its own before the program begins. What a shell says of a program that was ended it says itself.
begins() { sh -c 'ulimit -f $1; news-indexer --help; exit $?' sh $((limit * 128)) >/dev/null 2>&1; }

limit=0 tried=0
while [ $((limit * 65536)) -lt "$size" ] && ! begins; do limit=$((limit + 1)); done
while [ $((limit * 65536)) -lt "$size" ]; do
    limited "$limit" -j2
    limited "$limit" -j2 -m16M
    tried=$((tried + 1))
    limit=$((limit + step))
done
limited $(((size - 1) / 65536))
echo "$refused builds refused when they wrote an index of $size bytes, $in_scratch when they wrote a temporary file" >>measured
[ $tried -ge 5 ] && [ $((refused + in_scratch)) = $((2 * tried + 1)) ] && [ $in_scratch -gt 2 ] && [ $refused -gt $tried ] && echo "all were refused"

# With room for all of it the index is made.
(ulimit -f $((size / 512 + 1)) && build one.jsonl); echo $?
cmp "$index" one.idx
