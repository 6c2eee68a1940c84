# A word of 300 bytes is indexed, found, and shown.
mkdir texts
word=$(printf '%0300d' 0 | tr 0 x)
printf 'A long word\n\nIt said %s and no more.\n' "$word" >texts/long.txt
news-indexer -q -o news.idx texts; echo $?
news-searcher "$word" | grep -c "$word"
news-searcher "${word}y"; echo $?
