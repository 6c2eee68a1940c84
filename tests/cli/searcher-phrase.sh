# A phrase is words side by side, in any form of each.
news-indexer -q corpus
news-searcher -n 2 '"suez canal"'
news-searcher '"canal suez"'; echo $?
