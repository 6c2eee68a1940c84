# Control characters and overrides of direction in an article never come out raw.
mkdir texts
printf 'Bad \033[31mtitle \342\200\256 here\n\nThe \033]0;pwned\007 terminal stays\b as it\r is.\n' >texts/a.txt
news-indexer -q texts
news-searcher terminal
