# The same articles as JSON, in an object around them, as a table, and as texts with a head.
mkdir news
cat >news/a.json <<'END'
[
  {"headline": "Storks return to the marsh", "pubDate": "Wed, 03 Mar 2021 12:11:00 GMT", "author": [{"name": "A. Writer"}], "content": "Rangers counted forty pairs."},
  {"headline": "A damaged record, "content": "with storks"},
  {"headline": "Ferry runs again", "published_at": 1614773460, "source": {"id": 7, "name": "The Paper"}, "content": "Storks watched it leave."}
]
END
printf '{"status":"ok","articles":[{"title":"Bridge opens","description":"Storks flew over it."}]}' >news/b.json
printf '\377\376' >news/c.csv
printf 'Titel;Text;Datum\nCaf\351 opens;"A nest of ""storks"";\non its roof.";03.04.2021\n' | iconv -f latin1 -t utf-16le >>news/c.csv
printf 'title,text,section\nMarket day,"Storks and\nfrogs were sold.",Local\nToo,many,fields,here\n' >news/d.csv
printf 'Title: Storm warning\nBy: B. Writer\nDate: March 4th, 2021\n\nThe storks left before it.\n' >news/e.txt
news-indexer --list news; echo $?
news-indexer -q -o news.idx --map title=Titel,body=Text,date=Datum news/c.csv; echo $?
news-searcher storks
