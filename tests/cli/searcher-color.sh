# Evidence is marked in colour on demand, and only the words that matched; lines wrap at COLUMNS.
news-indexer -q corpus
COLUMNS=72 news-searcher --color=always -n 2 'apt10 near/20 "serum institute"' | sed 's/\x1b/<ESC>/g'
