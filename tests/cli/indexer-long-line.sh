# One line of 15 MB, with and without words: indexed, and searched, without trouble.
mkdir texts
head -c 15000000 /dev/zero | tr '\0' a >texts/one-word.txt
yes 'the quick brown fox' | head -c 15000000 | tr '\n' ' ' >texts/many-words.txt
news-indexer -q -o news.idx texts; echo $?
news-searcher -n 1 'brown near/2 fox' | cut -c 1-60
news-searcher '"fox quick"'; echo $?
