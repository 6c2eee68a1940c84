# One message a mistake, saying what was wanted.
news-indexer; echo $?
news-indexer --nonsense corpus; echo $?
news-indexer -o; echo $?
news-indexer -q=1 corpus; echo $?
news-indexer --language=klingon -o x.idx corpus; echo $?
news-indexer --jobs 0 corpus; echo $?
news-indexer -j many corpus; echo $?
news-indexer --memory 15M corpus; echo $?
news-indexer --memory=1T corpus; echo $?
news-indexer --max-inflated 0 corpus; echo $?
news-indexer -m; echo $?
ls
