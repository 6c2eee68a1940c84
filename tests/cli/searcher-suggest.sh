# Nothing found, and a word that the index does not have: the nearest that it has are told on standard error, and nothing else changes.
exec 2>&1
news-indexer -q corpus
news-searcher vacine; echo "status $?"
news-searcher 'serrum near (vacine or "stome panda")'; echo "status $?"
news-searcher -c vacine; echo "status $?"
news-searcher --literal 'Serum Instiute'; echo "status $?"
news-searcher --all serum vacine; echo "status $?"
printf 'vacine\nid\tserum\nid\tserrum\n' | news-searcher -n 1 -l -j 1 --batch -; echo "status $?"
yes vacine | head -n 1003 | news-searcher -j 1 --batch - 2>&1 | grep "not in the index" | sed -n '$p;$='

# Not where something is found, nothing is near, or nobody wants to know; not for what must not occur, fields, patterns, compounds.
news-searcher -n 1 -l vacine serum
news-searcher unheardofword
news-searcher --no-notes vacine
news-searcher -q vacine
news-searcher --parse vacine
for query in 'unheardofword -vacine' 'unheardofword title:vacine' 'section:vacine' 'vacinx*' 'vacinx~' 'vac-ine' '' 'xy'; do
    news-searcher -- "$query"; echo "status $?"
done

# Words of articles are data: what a terminal would act on is not told as it is.
printf 'A title\n\nPublished: Mar 03, 2021 12:11 PM\n\nThe worda\342\200\217bcd and wordabce stand here.\n' >odd.txt
news-indexer -q -o odd.idx odd.txt
news-searcher -i odd.idx wordabcx
news-searcher -i odd.idx "$(printf 'worda\342\200\217bcy')"
exit 0
