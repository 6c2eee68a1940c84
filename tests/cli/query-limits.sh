# Over a limit a query is an error that says which, and at once; just below it is none.
news-indexer -q corpus
within() ( # seconds of the processor, command...: what else the machine does costs none
    ulimit -t "$1" && shift && exec "$@"
)
words() { seq -f 'a%g' -s ' ' "$1"; }
repeat() { yes -- "$2" | head -n "$1" | tr -d '\n'; }
try() { # what, query
    echo "$1: $(within 5 news-searcher --no-notes -- "$2" 2>&1 >/dev/null)"
    within 1 news-searcher --no-notes -- "$2" >/dev/null 2>&1
    echo "exit status $?"
}
try '10,000 bytes' "$(repeat 10000 a)"
try '10,001 bytes' "$(repeat 10001 a)"
try '1,000 words' "$(words 1000)"
try '1,001 words' "$(words 1001)"
try '1,001 words in a phrase' "\"$(words 1001)\""
try '1,001 paths' "$(repeat 1001 'path:x ')"
try '1,008 words spread out' "($(seq -f 'a%g' -s ' AND ' 28)) NEAR ($(seq -f 'b%g' -s ' AND ' 18))"
try '64 brackets' "$(repeat 64 '(') panda $(repeat 64 ')')"
try '65 brackets' "$(repeat 65 '(') panda $(repeat 65 ')')"
try '65 prefixes' "$(repeat 65 'title:')panda"
try '65 NOTs' "$(repeat 65 'NOT ')panda"
try '65 proximities' "panda$(seq -f ' NEAR/%g panda' -s '' 65)"
try '12 operands' "$(seq -f 'a%g' -s ' NEAR/5 ' 12)"
try '13 operands' "$(seq -f 'a%g' -s ' NEAR/5 ' 13)"
try '13 operands of SAME' "$(seq -f 'a%g' -s ' SAME ' 13)"
try 'a number of 40 digits' "panda NEAR/$(repeat 40 9) stone"

# A lexicon of over 100,000 words.
seq -f 'e%.0fe' 100001 >many.txt
news-indexer -q -o many.idx many.txt
for query in '*e*' 'e*' '*?e' 'e1~2' 'e1000*'; do
    within 5 news-searcher -i many.idx "$query" 2>&1 >/dev/null | head -n 2
    within 1 news-searcher -i many.idx "$query" >/dev/null 2>&1
    echo "$query: exit status $?"
done

# Words that stand near each other in too many ways.
yes 'a b c' | head -n 20000 >chain.txt
news-indexer -q -o chain.idx chain.txt
for query in 'a NEAR/99999 (b NEAR/99999 c) NEAR/99998 (a NEAR/99999 b)' 'a NEAR b'; do
    within 40 news-searcher -i chain.idx "$query" 2>&1 >/dev/null | head -n 2
done
