# Without -o the index is ./news.idx, which is what the searcher looks for.
news-indexer -q corpus && news-searcher -n 1 'suez canal' | head -n 2
