# Standard input is an input as any other: pipes and files, plain or gzip, whatever the size of the pieces that come.
printf '{"id":1,"body":"a word of one"}\n{"id":2,"body":"a word of two"}\n' >a.jsonl
news-indexer -q -f jsonl -o piped.idx - <a.jsonl
news-searcher -i piped.idx -l word
(head -c 20 a.jsonl; sleep 0.1; tail -c +21 a.jsonl) | news-indexer -q --format jsonl -o slow.idx -
gzip -c a.jsonl | news-indexer -q --format jsonl -o packed.idx -
news-searcher -i slow.idx -f tsv --fields path,id word
news-searcher -i packed.idx -f tsv --fields path,id word
printf 'The title\n\nA body of text.\n' | news-indexer --list - a.jsonl
: | news-indexer -q -o none.idx -; echo $?
news-indexer -q -o none.idx - <.; echo $?
printf 'a file\n' >./-
news-indexer --list ./-
