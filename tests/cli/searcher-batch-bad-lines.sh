# A line that cannot be answered is complained of with its number, and nothing of it is printed; the others are answered, and the status
# is 2. What is said of how a query is read names its line too.
news-indexer -q corpus
repeat() { yes "$2" | head -n "$1" | tr -d '\n'; }
{
    printf 'good\t"suez canal"\n\n'
    printf 'long\t%s\n' "$(repeat 10001 a)"
    printf 'deep\t%spanda%s\n' "$(repeat 65 '(')" "$(repeat 65 ')')"
    repeat 70000 a
    printf '\nnoted\tpanda near serum\n'
    printf 'noted twice\t(panda near serum and "suez\n'
    printf 'patterns\tsuez*\n'
    printf 'bytes\tsuez\0canal \377\n'
    printf 'b\\yt\377es\tsuez\n'
} >queries
news-searcher -n 1 --batch queries >out; echo "status $?"
cut -c 1-60 out
for options in --no-notes --strict '--strict --no-notes' '--parse --strict' --literal; do
    # shellcheck disable=SC2086 # some are two
    news-searcher $options -n 1 --batch queries 2>complaints | grep -c '^# '
    echo "$options:"
    cat complaints
done
news-searcher --no-notes -n 1 --batch - <queries 2>&1 >/dev/null | head -n 1
