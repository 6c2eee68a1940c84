# The project's first query, over its own corpus.
news-indexer -q corpus
news-searcher 'APT10 near Serum'
