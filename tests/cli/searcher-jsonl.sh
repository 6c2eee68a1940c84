# An object a line, for a query or many; nothing where nothing is found. A line of JSON Lines has an id, and no column.
news-indexer -q corpus
news-searcher -f jsonl -n 2 'apt10 near serum'; echo "status $?"
news-searcher -f jsonl unheardofword; echo "status $?"
printf 'ship\t"ever given"\nnone\tunheardofword\n\t"suez canal"\n' | news-searcher -f jsonl -n 1 --batch -; echo "status $?"

printf '%s\n' '{"id":"a\u001b1","title":"T\u202e","body":"One \u2028 two.","source":"Paper","byline":"A B","section":"S","date":"2021-03"}' >lines.jsonl
news-indexer -q -o lines.idx lines.jsonl
news-searcher -i lines.idx -f jsonl --explain two

# What the weights and the closeness come to is the score.
news-searcher -f jsonl --explain -n 100 '"supply chain" near/10 attack or apt10' 2>/dev/null | awk '{
    match($0, /"score":[0-9.]*/); score = substr($0, RSTART + 8, RLENGTH - 8); sum = 0
    while (match($0, /"(weight|article_weight|closeness)":[0-9.]*/)) {
        number = substr($0, RSTART, RLENGTH); sub(/.*:/, "", number); sum += number; $0 = substr($0, RSTART + RLENGTH)
    }
    if (sum - score > 0.0000001 || score - sum > 0.0000001) print "score " score ", sum " sum
    hits++ } END { print hits " hits" }'
news-searcher -f jsonl --explain --score passage -n 1 apt10 | jq -c '[.weights, .statistics]'

# Each weight of a word is what bm25.h makes of its numbers and the statistics.
news-searcher -f jsonl --explain -n 200 'vaccine hackers serum the locusts' | jq -r '
    def rareness($all): (($all - .article_df + 0.5) / (.article_df + 0.5)) | if . < (1 | exp) then . / (1 | exp) else log end;
    def weight($tf; $length): 2.2 * $tf / ($tf + 1.2 * (0.75 * $length + 0.25));
    def differs($other): (. - $other) * (. - $other) > 1e-12;
    .rank as $rank | .statistics as $of | .weights[] | rareness($of.articles) as $rareness |
    (0.6 * $rareness * weight(.tf; [$of.length / $of.average_length, 0.5] | max)) as $passage |
    (0.4 * $rareness * weight(.article_tf; $of.article_length / $of.average_article_length)) as $article |
    if (.weight | differs($passage)) or (.article_weight | differs($article)) then "hit \($rank), \(.term): \($passage) \($article)" else "right" end' |
    sort | uniq -c
