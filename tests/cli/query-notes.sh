# What is said of how a query is read: a note of each kind on standard error, which --no-notes drops. With --strict a query that has a note
# is not searched.
news-indexer -q corpus
while IFS= read -r query; do
    echo "== $query" >&2
    news-searcher --parse -- "$query" >/dev/null
    news-searcher --no-notes --parse -- "$query" 2>quiet >/dev/null
    [ -s quiet ] && echo "--no-notes says of $query: $(cat quiet)"
    news-searcher --strict -- "$query" >found 2>/dev/null
    echo "$? $(wc -c <found)"
done >codes <<'END'
panda and serum
stone panda OR serum
panda NEAR/5 stone NEAR/9 serum
panda NEAR/5 (stone AND serum)
panda NOT NEAR/5 (stone AND serum)
title:(body:serum)
serum near/100001 panda
serum near/0 panda
serum adj/0 panda
first/0 panda
panda near/5 date:2021 +serum
panda NOT NEAR/5 date:2021
serum near/x panda
institute?
panda *
"* *" panda
serum~3
serum~0
"stone panda"~
=(stone panda)
=pan*
pan*~
title:"..."
3 of (stone panda)
0 of (stone panda)
2 of (+stone -panda serum)
100001 of (stone panda)
stone near/5 -panda
atleast0 panda
date:2021-02-30
date:2021..2020
foo:serum
"stone panda
(stone panda
stone) panda
() panda
panda AND
OR panda
panda AND OR serum
END
sort -u codes
# Of many notes eight are told, and not the same one twice.
news-searcher --parse 'aa:x ab:x ac:x ad:x ae:x af:x ag:x ah:x ai:x' 2>&1 >/dev/null | wc -l
news-searcher --parse 'aa:x aa:y aa:z' 2>&1 >/dev/null | wc -l
# No note: it is searched with --strict, too; nothing found is still 1, and a limit is still 2.
news-searcher --strict -n 1 '"stone panda" AND serum' | head -n 1
news-searcher --strict unheardofword; echo $?
news-searcher --strict --parse 'panda AND serum'; echo $?
news-searcher --strict --parse 'panda and serum' 2>/dev/null; echo $?
# Notes do not change what is found.
news-searcher 'panda near serum' 2>/dev/null >noted; news-searcher --no-notes 'panda near serum' >quiet; cmp noted quiet
