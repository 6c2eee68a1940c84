# Several builds to one target at once, of which one may be killed: each of the others ends well, the target is whole what one of them made,
# and no build takes what another is still at work on for a leftover. The next build removes what the killed one left.
if [ "$LONG" ]; then rounds=60; else rounds=6; fi
"$TOOLS/random-news" 10 900 >one.jsonl
tail -n +100 one.jsonl >two.jsonl
tail -n +200 one.jsonl >three.jsonl
mkdir folder
index=folder/news.idx
for input in one two three; do news-indexer -q -o "$index" $input.jsonl && cp "$index" $input.idx; done
cmp -s one.idx two.idx && echo "the inputs are the same"

left=0
for round in $(seq $rounds); do
    rm -f code-*
    for input in one two three; do
        { news-indexer -q -j1 -m16M -o "$index" $input.jsonl 2>complaints-$input; echo $? >code-$input; } &
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
    [ "$(ls -A folder)" = news.idx ] || left=$((left + 1))
    news-indexer -q -o "$index" corpus
    [ "$(ls -A folder)" = news.idx ] || echo "round $round: left: $(ls -A folder)"
done
echo "$rounds times three builds at once, and one that was killed; $left times it left something that was there until the next build" >>measured
