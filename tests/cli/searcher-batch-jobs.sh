# Answers and complaints are the same bytes in the same order whatever the number of threads.
news-indexer -q corpus
cat corpus/*.txt | tr -cs '[:alnum:]' '\n' | awk 'NR % 5 == 0 { print "q" NR "\t" $0 " near/5 " last } NR % 7 == 0 { print $0 " " last }
    NR % 31 == 0 { print "\"" $0 } NR % 100 == 0 { print } { last = $0 }' >queries
[ "$(wc -l <queries)" -gt 500 ] && echo "many lines"
for jobs in 1 2 8 64; do
    news-searcher --jobs $jobs -n 3 --explain --batch queries >$jobs.out 2>$jobs.err; echo "status $?"
    cmp 1.out $jobs.out
    cmp 1.err $jobs.err
done
[ "$(grep -c '^# ' 1.out)" = "$(grep -c . queries)" ] && echo "an answer for each line"

# Each answer is that of the query by itself.
awk 'NR % 40 == 1' queries | while IFS= read -r line; do
    news-searcher --no-notes -n 3 --explain -- "${line#*	}" >one
    printf '%s\n' "$line" | news-searcher --no-notes -n 3 --explain --batch - | tail -n +2 | cmp - one
done

# A line that takes long holds back what is behind it, and the rest is still in order.
yes 'a b c' | head -n 20000 >chain.txt
news-indexer -q -o chain.idx chain.txt
{ echo 'a NEAR/5 (b NEAR/9 c)'; seq 500; } >queries
for jobs in 1 4; do news-searcher -i chain.idx -n 1 -j $jobs --batch queries >$jobs.out; done
cmp 1.out 4.out
grep -c '^# ' 4.out
