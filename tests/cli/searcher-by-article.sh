# Hits that are articles: the best passage of each, and how many more of its passages match. Their number is that of the articles.
news-indexer -q corpus
news-searcher --by article -n 3 china | grep '^[0-9]'
echo "$(news-searcher -c china) passages of $(news-searcher -c --by article china) articles, in $(news-searcher -l -n 1000 china | wc -l) files"
news-searcher -n 1000 --by article china | grep -c '^[0-9]*[.] '
# Files are articles, so that -n says how many.
news-searcher -l -n 3 china
# The others of all articles and the articles themselves are all passages.
news-searcher -n 1000 --by article china | sed -n 's/^[0-9].*+\([0-9]*\) more$/\1/p' | awk '{ n += $1 } END { print n " others" }'
printf 'a\tchina\nb\tunheardofword\n' >queries
news-searcher -c --by article --batch queries
news-searcher --by article --batch queries -n 1 | grep '^[#0-9]'
news-searcher --by file china; echo $?
news-searcher --by article -n 2 -f tsv --fields rank,others china
news-searcher --by article -n 1 -f jsonl china | grep -o '"others":[0-9]*'
news-searcher -n 1 -f jsonl china | grep -o "\"others\"" || echo "a passage has none"
