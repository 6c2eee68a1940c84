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
