# A hit says when its file is no longer what was indexed. From elsewhere, where nothing of the file can be known, none does.
mkdir -p news/gone elsewhere
for name in same longer newer gone gone/folder; do echo "A harbour opens." >"news/$name.txt"; touch -d 2021-03-01 "news/$name.txt"; done
news-indexer -q news
echo "It is closed again." >>news/longer.txt; touch -d 2021-03-01 news/longer.txt
touch -d 2021-03-02 news/newer.txt
rm -r news/gone.txt news/gone
news-searcher harbour
for format in tsv csv; do news-searcher -f $format --fields path,state harbour; done
news-searcher -f jsonl harbour | grep -o '"path":.*"passage"'
cd elsewhere || exit 1
news-searcher -i ../news.idx -f tsv --fields state,path harbour
news-searcher -i ../news.idx -n 1 harbour

# The size and time of a file of gzip are its own, and of JSON Lines those of the whole file.
printf '%s\n' '{"id":"1","body":"One"}' '{"id":"2","body":"one"}' | gzip -n >lines.jsonl.gz
news-indexer -q -o lines.idx "$PWD/lines.jsonl.gz"
news-searcher -i lines.idx -f tsv --fields state,id one
rm lines.jsonl.gz
news-searcher -i lines.idx -f tsv --fields state,id one
