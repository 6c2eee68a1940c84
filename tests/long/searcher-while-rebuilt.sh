# Searched while it is rebuilt, from two inputs by turns: every answer is that of one of the two, and none fails. Five searchers start a process
# for each search; two keep one for twenty queries, and one keeps a single one to the end: these go on with the index that they opened.
. "$TOOLS/long.sh"
rebuilds=$(some 50 10)
"$TOOLS/random-news" 6 1000 >one.jsonl
tail -n +300 one.jsonl >two.jsonl
mkdir folder
export NEWS_INDEX="$index"

# The answer tells passages, scores and text.
query='"ba de" or (fi near/5 go) or title:hu'
ask() { news-searcher --no-notes -f jsonl -n 200 "$@"; }
queries() { for i in $(seq "$1"); do echo "q	$query"; done; } # a line each
for input in one two; do
    build $input.jsonl
    ask "$query" >$input.answer
    queries 20 | ask --batch - >$input.batch
done
cmp -s one.answer two.answer && echo "both inputs give one answer"
[ "$(wc -l <one.answer)" = 200 ] && [ "$(wc -l <one.batch)" = 4000 ] && echo "there is much to be wrong"

# Judge an answer: what was wanted is one of two files. A line a judgement goes to the searcher's file.
judge() { # searcher, kind, exit status
    if [ "$3" = 0 ] && cmp -s "answer-$1" "one.$2"; then
        echo one
    elif [ "$3" = 0 ] && cmp -s "answer-$1" "two.$2"; then
        echo two
    else
        echo "wrong: exit status $3, $(wc -c <"answer-$1") bytes, $(cat "complaints-$1")"
    fi >>"judged-$1"
}

search_for() { # searcher
    ask "$query" >"answer-$1" 2>"complaints-$1"
    judge "$1" answer $?
}

slowly() { while read -r line; do echo "$line"; sleep 0.02; done; }
batch_for() { # searcher
    queries 20 | slowly | ask --batch - >"answer-$1" 2>"complaints-$1"
    judge "$1" batch $?
}

mkfifo pipe
ask --batch pipe >stayed.answer 2>stayed.complaints &
stayed=$!
exec 3>pipe
queries 1 >&3
while kill -0 $stayed && [ ! -s stayed.answer ]; do sleep 0.01; done # then it has the index open
for searcher in 1 2 3 4 5; do keep_on search_for $searcher; done
for searcher in 6 7; do keep_on batch_for $searcher; done
for round in $(seq $rebuilds); do
    input=one
    [ $((round % 2)) = 0 ] && input=two
    build $input.jsonl || echo "rebuild $round failed"
    queries 1 >&3
done
: >stop
exec 3>&-
wait $stayed || echo "the process that stayed failed: $(cat stayed.complaints)"
wait
news-indexer -q -o folder/two.idx two.jsonl
queries $((rebuilds + 1)) | ask -i folder/two.idx --batch - >stayed.wanted
cmp stayed.answer stayed.wanted && echo "the process that stayed answered as at first"

grep -h wrong judged-*
echo "$rebuilds rebuilds; answers by processes of their own: $(cat judged-[1-5] | sort | uniq -c | xargs); by batches of 20: $(cat judged-[67] | sort | uniq -c | xargs)" >>measured
for searcher in 1 2 3 4 5 6 7; do [ -s judged-$searcher ] || echo "searcher $searcher had no answer"; done
[ "$(sort -u judged-[1-5] | xargs)" = "one two" ] && echo "both indexes were met"
