# With --words a query is a list of its words whatever it contains.
news-indexer -q corpus
same() { # words, query
    news-searcher --words -n 100 -- "$1" >words 2>complaints
    code=$?
    news-searcher -n 100 -- "$2" >query
    [ $code = $? ] && cmp words query && [ ! -s complaints ] || echo "differs: $1"
    echo "$(grep -c '^[0-9]*\. ' words) hits, status $code"
}
same 'stone panda' 'stone panda'
same '"stone" (panda' 'stone panda'
same '-stone +panda*' 'stone panda'
same 'Who backs Cyfirma?' 'Who backs Cyfirma'
same 'APT-10: the group' 'APT 10 the group'
same '***' ''

# Operators are words, and the options that put words side by side together still do.
news-searcher --words --strict -c -- 'serum and near'; echo "status $?"
news-searcher -c -- '"near" "and" serum'
news-searcher --words --all -l -- 'solarium (plan)'
printf '%s\n' 'q1	Cars and petrol?' 'q2	NOT a query' >queries
news-searcher --words --batch queries -f trec -n 2 | cut -d ' ' -f 1-4

news-searcher --words --literal x; echo "status $?"
