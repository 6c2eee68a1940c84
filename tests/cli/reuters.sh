# 21,577 newswire articles as JSON Lines and as text files: the same hits, with the same scores.
[ -n "$SHARED" ] || { echo "the folder of real articles is not at hand; NEWS_DATA=FOLDER names it" >&2; exit 77; }
command -v python3 >/dev/null || { echo "python3 is missing" >&2; exit 77; }
"$TOOLS/unpack-jsonl" "$SHARED/reuters.jsonl.gz" texts
news-indexer -q -o lines.idx "$SHARED/reuters.jsonl.gz" 2>/dev/null; echo $?
news-indexer -q -o files.idx texts; echo $?
while read -r query; do
    for form in lines files; do news-searcher --no-notes -n 50 -i $form.idx -- "$query" | grep -v 'reut-' >$form; done
    cmp lines files && echo "$(grep -c '^[0-9]*\. ' lines) $query"
done <<'END'
oil prices
"crude oil"
opec near saudi
bundesbank near/5 rate
"prime minister" near nakasone
cocoa "buffer stock"
takeover bid
u.s. japan trade
"interest rates" near/10 cut
wheat near/4 soviet
gold mine
debt near brazil
"chapter 11"
dividend
coffee near/8 quota
airline strike
"white house" near/20 tariff
dollar yen intervention
grain-shipments
chernobyl
petrol* near/5 pri?e
bundesbnak~ near/9 rate
=SHELL not shell*2
"buffer * manager"
opec near/9 quota near/9 barrels
(saudi or kuwait) near/5 (output or production)
oil not near/30 price
nakasone sentence reagan
nakasone same (tariff or semiconductor)
(oil and dollar) near/5 fall
title:coffee body:quota
title:(oil near/3 price)
first/30 chernobyl
atleast8 cocoa
3 of (cocoa coffee sugar rubber)
+takeover -bid offer
gold and mine not australia
gold date:1987-03
gold date:1987-04-01..1987-04-02
date:1987-10-19
not date:1987
END
