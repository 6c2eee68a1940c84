# One message a mistake, saying what was wanted.
news-indexer; echo $?
news-indexer --nonsense corpus; echo $?
news-indexer -o; echo $?
news-indexer -q=1 corpus; echo $?
news-indexer --language=klingon -o x.idx corpus; echo $?
ls
