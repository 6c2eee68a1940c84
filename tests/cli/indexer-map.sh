# What records call a field can be said; what is said wrongly is said to be so, and nothing is built.
cat >old.jsonl <<'END'
{"nr":7,"doc":{"head":"Storks return to the marsh"},"lead":"They came early.","rest":"Rangers counted forty pairs.","when":"3 March 2021"}
END
news-indexer -q -o old.idx --map id=nr,title=doc.head --map body=lead+rest,date=when old.jsonl; echo $?
news-searcher -i old.idx -f jsonl pairs | jq -c '[.id, .title, .date]'
for map in headline=title title title= title=a,title=b title=a,body=a title=a+b; do
    news-indexer -q -o bad.idx --map $map old.jsonl; echo $?
done
ls
