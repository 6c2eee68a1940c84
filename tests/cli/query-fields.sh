# Fields of JSON Lines, each way that the language has them.
cat >a.jsonl <<'END'
{"id": "1", "title": "Serum Institute hacked", "date": "2021-03-01T10:00:00", "section": "CHINA / SOCIETY", "byline": "Wang Qi and Zhao Yusha", "source": "Global Times", "body": "A group attacked the institute.\n\nPolice look into it."}
{"id": "2", "title": "Institute denies", "date": "2021-03-01", "section": "World", "byline": "K. Das", "source": "Reuters", "body": "The Serum Institute said nothing was hacked. It was not hacked."}
{"id": "3", "title": "A quiet month", "date": "2021-03", "section": "Health and society", "source": "Reuters India", "body": "No serum was hacked in March."}
{"id": "4", "title": "A quiet year", "date": "2021", "byline": "Zhao Li", "body": "Nothing hacked."}
{"id": "5", "title": "COVID-19 at sea", "date": "2020-12-31T23:59:59", "section": "COVID-19 news", "source": "globaltimes.cn", "body": "A ship waits."}
{"id": "6", "title": "Undated", "body": "A ship was hacked, again and again, said the institute."}
END
mkdir -p old/world && sed 's/"id": "/&old-/' a.jsonl | head -n 2 >'old/world/b c.jsonl'
news-indexer -q a.jsonl old
find() { echo "$1: $(news-searcher --no-notes -n 100 -- "$1" | sed -n 's/^    .*#\([^:]*\):.*/\1/p' | sort | paste -s -d ' ')"; }
while IFS= read -r query; do find "$query"; done <<'END'
serum path:a.jsonl
title:serum path:a.jsonl
body:serum path:a.jsonl
title:institute -title:serum
title:"serum institute"
title:(serum near/2 hacked)
title:=serum
title:=Serum
title:hack*
title:instituet~
title:(serum or quiet) path:a.*
title:(institute and not denies) path:a.*
title:covid19
body:(nothing adj/2 hacked)
body:(institute sentence nothing)
first/4 institute path:a.jsonl
first/4 body:institute path:a.jsonl
section:society
section:"china society"
section:"society china"
section:(china same society)
section:(health near/2 society)
section:=China
section:=CHINA
section:soc*
section:societi~2
section:covid-19
section:"covid19 news"
by:zhao
by:(zhao adj yusha)
by:"zhao yusha"
by:(wang near/2 zhao)
by:(wang near/3 zhao)
byline:(das or li)
by:k.
source:reuters path:a.jsonl
source:reuters and not source:india and path:a.jsonl
source:"global times" path:a.jsonl
source:globaltimes.cn
source:nowhere
hacked source:reuters -path:old/
hacked +source:reuters path:a.jsonl
hacked -source:reuters path:a.jsonl
not section:society path:a.jsonl
date:2021 path:a.jsonl
date:2021-03 path:a.jsonl
date:2021-03-01 path:a.jsonl
date:2020
date:2020-12-31
date:..2020
date:2020-12-31..2021-03-01 path:a.jsonl
date:2021-03-02..
date:2021-03-01.. path:a.jsonl
-date:2021 path:a.jsonl
not date:2020..2021
hacked date:2021-03 path:a.jsonl
path:old/
path:world/
path:ol/
path:"world/b c.jsonl"
path:"old/*"
path:b*.jsonl
path:?.jsonl
path:A.jsonl
path:jsonl
-path:a.jsonl -path:old/
2 of (source:reuters section:world title:institute) path:a.jsonl
(source:reuters or by:zhao) and hacked path:a.jsonl
END
# A filter gives no evidence and no weight: the first passage, in the order of equal hits.
news-searcher --explain 'date:2021 path:a.jsonl' | grep -v '^$'
