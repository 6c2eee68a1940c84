# The whole help, so that a change of it is seen.
news-indexer --help
