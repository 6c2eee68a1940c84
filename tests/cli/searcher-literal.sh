# A literal query is a phrase whatever it contains, and finds just what its words find in quotes.
news-indexer -q corpus
same() { # literal, phrase
    news-searcher --literal -n 100 -- "$1" >literal 2>complaints
    code=$?
    news-searcher -n 100 -- "\"$2\"" >phrase
    [ $code = $? ] && cmp literal phrase && [ ! -s complaints ] || echo "differs: $1"
    echo "$(grep -c '^[0-9]*\. ' literal) hits, status $code, read as $(news-searcher --literal --parse -- "$1")"
}
same 'stone panda' 'stone panda'
same '"stone panda"' 'stone panda'
same '"stone "panda' 'stone panda'
same 'stone * panda' 'stone panda'
same 'stone (panda)' 'stone panda'
same '-stone +panda' 'stone panda'
same 'stone near panda' 'stone near panda'
same 'Serum Institute of India and Bharat' 'Serum Institute of India and Bharat'
same 'serum*' 'serum'
same 'serum~' 'serum'
same '=apt10' 'apt10'
same 'title:serum' 'title serum'
same 'cyber-attack?' 'cyber-attack'
same 'U.S. agencies' 'U.S. agencies'
same '' ''
same '"*"' ''

# Names, one a line.
printf '%s\n' 'ship	Ever Given' '"Stone Panda"' '-x' 'Panda* near Serum' 'Serum Institute (of India)' '***' 'and' >names
news-searcher --literal --strict -n 1 --batch names; echo "status $?"
news-searcher --literal --parse --batch names
