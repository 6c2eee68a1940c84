# Nothing found prints nothing and is 1, as with grep; an empty query matches nothing.
news-indexer -q corpus
news-searcher unheardofword; echo $?
news-searcher ''; echo $?
news-searcher '" "'; echo $?
news-searcher '...'; echo $?
news-searcher 'suez near/1 perseverance'; echo $?
