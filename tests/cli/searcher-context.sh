# Sentences are shown whole, wherever passages end: those with the evidence, and so many on either side.
news-indexer -q corpus
for context in 0 1 2; do news-searcher -n 2 --context $context 'apt10 near serum'; done
news-searcher -n 1 --context 0 cyber attack india
COLUMNS=60 news-searcher -n 1 --context 1 --color=always '"supply chain" near/10 attack' | sed 's/\x1b/<ESC>/g'

# A whole article is the most there is; a title is repeated only where it has evidence; without evidence it is as ever.
news-searcher -n 1 --context 1000 rotterdam
news-searcher -n 1 --context 0 title:suez
news-searcher -n 1 --context 3 -- date:2021-07-23
printf 'rotterdam\nserum\n' | news-searcher -n 1 --context 0 --batch -
news-searcher --context 1001 word; echo $?
news-searcher --context -1 word; echo $?
# What has no end, such as a table, is not shown whole.
yes 'zebra lion' | head -n 100000 | tr '\n' ' ' >table.txt
news-indexer -q -o table.idx table.txt
news-searcher -i table.idx --context 1 -n 3 zebra | wc -w | awk '{ print ($1 < 3000 ? "some words" : $1 " words") }'
