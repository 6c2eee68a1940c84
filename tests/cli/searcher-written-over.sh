# One of two indexes is written over in place by somebody else, with another one, and cut off, while a batch has it open: errors, where answers came
# that were neither's, and death. To touch it, to put back what was there, and to build it again do no harm.
news-indexer -q -o news.idx corpus
news-indexer -q -o world.idx corpus/world
cp news.idx kept.idx
mkfifo questions
news-searcher -i world.idx -i news.idx --jobs 1 -n 1 -l --batch questions >answers 2>complaints &
searcher=$!
exec 3>questions
asked=0
ask() { # what was done before
    asked=$((asked + 1))
    printf '%s\tapt10 NEAR serum\n' "$1" >&3
    while kill -0 $searcher 2>/dev/null && [ "$(cat answers complaints | wc -l)" -lt $asked ]; do sleep 0.01; done
}
ask opened
touch -d 2001-01-01 news.idx
ask touched
cat world.idx >news.idx
ask overwritten
truncate -s 4096 news.idx
ask 'cut off'
cat kept.idx >news.idx
ask 'put back'
news-indexer -q -o news.idx corpus/world
ask rebuilt
exec 3>&-
wait $searcher; echo $?
cat answers complaints
