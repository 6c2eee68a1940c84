# The index is cut off by somebody else while a batch has it open: an error, where it was death by a signal. A build replaces it without harm.
news-indexer -q -o news.idx corpus
mkfifo questions
news-searcher -n 1 -l --batch questions >answers 2>complaints &
searcher=$!
exec 3>questions
echo 'apt10 near serum' >&3
while kill -0 $searcher 2>/dev/null && [ ! -s answers ]; do sleep 0.01; done
news-indexer -q -o news.idx corpus/world
echo '"stone panda"' >&3
while kill -0 $searcher 2>/dev/null && [ "$(wc -l <answers)" -lt 2 ]; do sleep 0.01; done
cat answers
exec 3>&-
wait $searcher; echo $?

news-searcher -n 1 -l --batch questions >answers 2>complaints &
searcher=$!
exec 3>questions
echo 'ship' >&3
while kill -0 $searcher 2>/dev/null && [ ! -s answers ]; do sleep 0.01; done
truncate -s 4096 news.idx
echo 'the or of or canal' >&3
exec 3>&-
wait $searcher; echo $?
cat complaints
