# An empty file is passed over and named; the others are indexed.
mkdir texts
: >texts/empty.txt
printf ' \n\t\n' >texts/white.txt
printf 'Word of mouth\n\nThe news spread quickly.\n' >texts/good.txt
news-indexer -q -o news.idx texts; echo $?
news-searcher news; echo $?
