# Files that are cut off, grow, vanish, come back and become something else while they are read: the build ends with an index that can be
# searched whole, and says at most that some file could not be read. What was not touched is in it.
. "$TOOLS/long.sh"
rounds=$(some 100 8)
"$TOOLS/random-news" 5 1500 >pool.jsonl
gzip -c pool.jsonl >pool.gz
mkdir texts texts/still texts/moving
cp corpus/2021-03-0*.txt texts/still
still=$(find texts/still -type f | wc -l)

# Do something to one of ten files after another.
step=0
change_one() {
    step=$((step + 1))
    file=texts/moving/$((step % 10)).jsonl
    case $((step % 7)) in
    0) cp pool.jsonl $file ;;
    1) truncate -s $((step * 7919 % 1500000)) $file ;;
    2) tail -n 200 pool.jsonl >>$file ;;
    3) rm -f $file ;;
    4) cp pool.gz $file && truncate -s $((step * 7919 % 500000)) $file ;;
    5) ln -sf nowhere $file ;;
    6) rm -f $file && head -c 3000 pool.jsonl >$file ;;
    esac
}
keep_on change_one 2>/dev/null

whole=0 complained=0
for round in $(seq $rounds); do
    options=-j$((round % 4 + 1))
    news-indexer -q $options -m16M -o news.idx texts 2>complaints
    code=$?
    case $code in
    0) whole=$((whole + 1)) ;;
    1) complained=$((complained + 1)) ;;
    *) echo "round $round: exit status $code" && tail -n 3 complaints ;;
    esac
    found=$(news-searcher -l --no-notes 'path:texts/still/*' | wc -l)
    [ "$found" = "$still" ] || echo "round $round: $found of $still files that were not touched"
    # Nearly every passage, with its text.
    news-searcher -f jsonl -n 100000 'the ba de fi go hu ka le' >answer || echo "round $round: searching failed: $?"
    [ "$(ls -A)" = "$(printf '%s\n' answer complaints corpus news.idx pool.gz pool.jsonl texts)" ] || ls -A
done
echo "$rounds builds of files that changed: $whole without and $complained with complaints" >>measured
[ $((whole + complained)) = $rounds ] && [ $complained -gt 0 ] && echo "all built"
