# Several builds to one target at once, of which one may be killed: each of the others ends well, the target is whole what one of them made,
# and no build takes what another is still at work on for a leftover. The next build removes what the killed one left.
. "$TOOLS/long.sh"
rounds=$(some 60 6)
"$TOOLS/random-news" 10 900 >one.jsonl
tail -n +100 one.jsonl >two.jsonl
tail -n +200 one.jsonl >three.jsonl
build_each one two three

leftovers=0
for round in $(seq $rounds); do
    rm -f code-*
    for input in one two three; do
        { build -j1 -m16M $input.jsonl 2>complaints-$input; echo $? >code-$input; } &
    done
    news-indexer -q -j1 -o "$index" one.jsonl &
    victim=$!
    sleep 0.0$((round % 10))
    kill -KILL $victim 2>/dev/null
    wait $victim 2>killed # where this shell tells that it was
    wait
    for input in one two three; do
        [ "$(cat code-$input)" = 0 ] || echo "round $round: $input: exit status $(cat code-$input): $(cat complaints-$input)"
    done
    cmp -s "$index" one.idx || cmp -s "$index" two.idx || cmp -s "$index" three.idx || echo "round $round: the target is no index of these"
    [ -z "$(left)" ] || leftovers=$((leftovers + 1))
    build corpus
    [ -z "$(left)" ] || echo "round $round: left: $(left)"
done
echo "$rounds times three builds at once, and one that was killed; $leftovers times it left something that was there until the next build" >>measured
