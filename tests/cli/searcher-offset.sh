# Hits in pages: the ranks go on, the pages together are all hits, and behind the last one nothing is found.
news-indexer -q corpus
news-searcher -n 9 china | grep '^[0-9]*[.] ' >whole
for offset in 0 4 8; do news-searcher -n 4 --offset "$offset" china | grep '^[0-9]*[.] '; done | head -n 9 | cmp - whole && cat whole
news-searcher --offset 1000 china; echo $?
news-searcher -q --offset 1000 china; echo $?
news-searcher -q --offset 1 china; echo $?
# What is counted is all that matches.
[ "$(news-searcher -c china)" = "$(news-searcher -c --offset 1000 china)" ] && echo same
echo china >queries
news-searcher --batch queries -n 1 --offset 2 | grep '^[#0-9]'
news-searcher --offset -1 china; echo $?
news-searcher --offset 1000000001 china; echo $?
