# Stopped in the middle: the old index stays, nothing is left behind, and the exit status tells the signal.
#
# The build cannot end before the signal: it has more to complain of than a pipe holds, and nobody reads until the signal is sent.
news-indexer -q -o news.idx corpus && cp news.idx before
mkdir texts
# shellcheck disable=SC2046 # words are meant to part
ln -s -t texts $(seq -f 'nowhere/%0200g' 2000)
cp corpus/2021-03-04-power-grid-claim.txt texts/last.txt
mkfifo pipe
exec 3<>pipe
news-indexer -q --log pipe -o news.idx texts 2>complaints 3>&- &
child=$!
while kill -0 $child 2>/dev/null && [ -z "$(find . -maxdepth 1 -name '.news-index.*')" ]; do sleep 0.01; done
kill -TERM $child
exec 4<pipe 3>&-
cat <&4 >log
wait $child
echo $?
tail -n 1 complaints
cmp news.idx before && ls -A
# Who waits for standard input hears of it at once, whatever has come and however many threads there are, though the writer goes on holding
# the pipe.
stall() { # signal, jobs, what is written before the writer stalls
    exec 3<>pipe
    env --default-signal=INT timeout -s KILL 10 news-indexer -q -j "$2" -o news.idx - <pipe 3>&- 4>&- &
    child=$!
    printf '%s' "$3" >&3
    while kill -0 $child && [ -z "$(find . -maxdepth 1 -name '.news-index.*')" ]; do sleep 0.01; done
    sleep 0.2
    kill -"$1" $child
    wait $child
    echo "SIG$1: $?"
    exec 3>&-
}
# ThreadSanitizer keeps a signal from a thread that waits for others.
grep -q __tsan_ "$(command -v news-indexer)" && one=1
stall INT 1 ''
stall TERM "${one-2}" ''
stall HUP "${one-4}" 'A title

Half of a te'
stall TERM "${one-2}" '{"title":"A title"}
{"title":"Another'
cmp news.idx before && ls -A
