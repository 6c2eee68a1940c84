# JSON Lines, plain and gzip; a bad line costs one article and is named.
cat >a.jsonl <<'END'
{"id": "n1", "title": "Harbour reopens", "date": "2021-05-04T10:00:00", "body": "The harbour reopened\nafter the storm.\n\nShips returned."}
{"id": "n2", "title": "Broken
{"title": "Without an id", "body": "A storm again."}

{"id": 7, "title": "Numbers for ids", "date": "sometime", "body": "Storm number three."}
{"id": "n9", "body": 12}
END
gzip -c a.jsonl >b.jsonl.gz
news-indexer -q -o news.idx a.jsonl b.jsonl.gz; echo $?
news-searcher -n 20 storm
