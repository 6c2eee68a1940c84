# Killed at random moments, with load beside it: the target is the whole old or the whole new index, and the next build removes what is left.
# A signal that asks the build to end makes it remove that itself. The moments are drawn from a fixed seed; where in the build they are the
# machine decides.
. "$TOOLS/long.sh"
kills=$(some 200 20) asks=$(some 60 6)
"$TOOLS/random-news" 1 "$(some 8000 2000)" >one.jsonl
"$TOOLS/random-news" 2 400 >two.jsonl
tail -n +1000 one.jsonl >>two.jsonl
mkdir load

built() { cmp -s "$index" one.idx || cmp -s "$index" two.idx; }
now() { date +%s%N; }
build_each two one

# Load: builds in another folder, and a processor kept busy.
keep_on news-indexer -q -o load/news.idx two.jsonl
keep_on :

# How long a build takes here, the shortest of several kinds, in nanoseconds.
shortest=
for options in -j1 -j2 -m16M; do
    begun=$(now)
    build $options two.jsonl
    took=$(($(now) - begun))
    [ "$shortest" ] && [ $took -ge "$shortest" ] || shortest=$took
done
build one.jsonl

# A line a round: seconds until the signal, and which of the words that follow is drawn.
moments() { # rounds, seed, share of the time, words
    awk -v rounds="$1" -v seed="$2" -v share="$3" -v shortest="$shortest" -v words="$4" 'BEGIN {
        count = split(words, word, " ")
        for (srand(seed); rounds > 0; rounds--) printf "%.4f %s\n", rand() * share * shortest / 1e9, word[int(rand() * count) + 1]
    }'
}

begun=0 killed=0 leftovers=0 old=0 new=0
moments $((kills * 10)) 20210301 1.3 '-j1 -j2 -j4 -m16M -j1:-m16M' >kills
while [ $killed -lt $kills ] && read -r moment options; do
    begun=$((begun + 1))
    # shellcheck disable=SC2046 # options are meant to part
    news-indexer -q $(echo "$options" | tr : ' ') -o "$index" two.jsonl &
    child=$!
    sleep "$moment"
    kill -KILL $child 2>/dev/null
    wait $child 2>complaints # where this shell tells that it was killed
    [ $? = 137 ] && killed=$((killed + 1))
    [ -n "$(left)" ] && leftovers=$((leftovers + 1))
    built || echo "killed after $moment s with $options: the target is neither index"
    if cmp -s "$index" one.idx; then old=$((old + 1)); else new=$((new + 1)); fi
    build one.jsonl || echo "the next build failed"
    cmp "$index" one.idx
    [ -z "$(left)" ] || echo "killed after $moment s with $options: left: $(left)"
done <kills
echo "$killed of $begun builds killed; $leftovers left something; the target was the old index $old times, the new one $new times" >>measured
[ $killed = $kills ] && [ $leftovers -ge $((kills / 8)) ] && echo "enough were killed in the middle"

# Asked to end: 128 and the number of the signal, or 0 where all was read already.
stopped=0
moments $asks 20210302 0.5 'INT TERM HUP' >signals
while read -r moment signal; do
    env --default-signal=INT,TERM,HUP timeout --preserve-status -s "$signal" "$moment" news-indexer -q -m16M -o "$index" two.jsonl 2>complaints
    code=$?
    [ -z "$(left)" ] || echo "SIG$signal after $moment s: left: $(left)"
    case $signal:$code in
    INT:130 | TERM:143 | HUP:129) cmp "$index" one.idx && stopped=$((stopped + 1)) ;;
    *:0) cmp "$index" two.idx ;;
    *) echo "SIG$signal after $moment s: exit status $code: $(cat complaints)" ;;
    esac
    build one.jsonl
done <signals
echo "$stopped of $asks builds ended by SIGINT, SIGTERM or SIGHUP" >>measured
[ $stopped -ge $((asks / 6)) ] && echo "enough were stopped"
