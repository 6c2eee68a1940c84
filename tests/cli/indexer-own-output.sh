# An index inside the folder that is indexed is not an article of it.
news-indexer -q -o corpus/news.idx corpus && cp corpus/news.idx first && news-indexer -q -o corpus/news.idx corpus && cmp first corpus/news.idx
