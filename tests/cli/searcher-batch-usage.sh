# What is wrong with the whole batch is told once.
news-indexer -q corpus
echo stone >queries
news-searcher --batch missing; echo $?
news-searcher --batch corpus; echo $?
news-searcher --batch; echo $?
news-searcher --batch queries stone panda; echo $?
news-searcher --batch queries --jobs 0; echo $?
news-searcher -i missing.idx --batch queries; echo $?
news-searcher -i missing.idx --parse --batch queries; echo $?
news-searcher -n 1 --batch - <&-; echo $?
