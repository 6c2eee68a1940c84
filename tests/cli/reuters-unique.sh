# 21,577 newswire articles, of which some came more than once: --unique shows what is left of all hits when of each cluster all but the best
# are taken away, in every order and on every page, and counts as many.
[ -n "$SHARED" ] || { echo "the folder of real articles is not at hand; NEWS_DATA=FOLDER names it" >&2; exit 77; }
news-indexer -q -o news.idx "$SHARED/reuters.jsonl.gz" 2>/dev/null
news-searcher -i news.idx --info | sed -n 's!^copies *\([0-9]*\)$!\1 copies!p'
fields=cluster,id,line,score,passage
ask() { news-searcher -i news.idx --no-notes -f tsv --fields $fields "$@"; }
wrong=0 asked=0
while read -r query; do
    for by in passage article; do
        for order in score date -date; do
            set -- --by "$by" --sort=$order
            ask "$@" -n 1000000 "$query" | awk -F '\t' '$1 == "" || !seen[$1]++' >wanted
            for limit in 1 7 40; do
                for offset in 0 13; do
                    tail -n +$((offset + 1)) wanted | head -n $limit >some
                    ask "$@" --unique -n $limit --offset $offset "$query" | cmp -s - some || { wrong=$((wrong + 1)); echo "$query: $* $limit $offset"; }
                    asked=$((asked + 1))
                done
            done
        done
        [ "$(news-searcher -i news.idx --no-notes --by $by --unique -c "$query")" = "$(grep -c '' wanted)" ] || echo "$query: another count"
    done
done <<'END_OF_QUERIES'
brazil strike seamen
"repurchase agreements"
japan near/8 semiconductor
title:coffee or quota
opec near saudi
shr and loss and corrected
END_OF_QUERIES
echo "$asked asked, $wrong wrong"
