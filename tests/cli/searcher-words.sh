# Any of the words, best passages first; -n limits them; several operands are one query.
news-indexer -q corpus
news-searcher -n 3 container ship canal
