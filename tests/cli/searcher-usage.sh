# One message a mistake, saying what was wanted.
news-searcher; echo $?
news-searcher -n 0 word; echo $?
news-searcher -n many word; echo $?
news-searcher --color=sometimes word; echo $?
news-searcher -india word; echo $?
news-searcher -z word; echo $?
