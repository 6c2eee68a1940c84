# Patterns, near spellings and exact forms over the project's corpus: each beside the words that it finds.
news-indexer -q corpus
words() { news-searcher --no-notes --explain -n 100 -- "$1" | sed -n 's/^      .*bytes [0-9-]*: //p'; }
while IFS= read -r query; do
    echo "$query: $(words "$query" | tr A-Z a-z | sort | uniq -c | awk '{ n = $1; $1 = ""; printf "%s%s (%d)", NR == 1 ? "" : ",", $0, n }')"
done <<'END'
vaccin*
VACCIN*
*vaccin*
vaccine
=vaccine
=vaccines
=Vaccine
m?n
organi?*
organi?e*
*virus
anti*
cyber*
cyber-*
covid1*
covid-1*
covid*
*19
apt1?
apt?0
?pt10
u.?.
2?00
serumm~
serumm~2
srum~
sreum~
sinofarm~2
=WHO
=who
="Serum Institute"
="serum institute"
"serum inst*"
"internet *space"
"??rum * of ind*"
title:vaccin*
x*q
unheardofword~
END
# A pattern weighs, and stands in every other operator.
news-searcher -n 1 --explain 'vaccin* near/3 mak*' | sed -n '/score/,$p'
news-searcher -n 1 'atleast5 vaccin*' | head -n 1
news-searcher -n 1 '2 of (orion~ "supply ch*" =CISA)' | head -n 1
