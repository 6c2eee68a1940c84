# path:line:column:text, where the words stand in the files: of what begins at a place, the source has the text there.
news-indexer -q corpus
news-searcher -f grep -n 3 'apt10 near serum'; echo "status $?"
news-searcher -f grep unheardofword; echo "status $?"
news-searcher -f grep -n 2 date:2021-01; echo "status $?"
printf 'a\t"ever given"\nb\t"suez canal"\n' | news-searcher -f grep -n 1 --batch -
news-searcher -f grep -n 1000 =hackers >places
while IFS=: read -r path line column text; do
    sed -n "${line}p" "$path" | cut -b "$column-" | grep -qi '^hackers' || echo "$path:$line:$column: no hackers"
done <places
[ "$(wc -l <places)" -gt 5 ] && echo "all places of hackers"

printf '%s\n' '{"id":"1","body":"One"}' '{"id":"2","title":"Two","body":"three\n\nfour"}' >lines.jsonl
news-indexer -q -o lines.idx lines.jsonl
news-searcher -i lines.idx -f grep 'one or four' 2>/dev/null
