# What an index holds. How large its parts are is not what this is about.
news-indexer -q corpus
touch -d 2021-03-05T06:07:08Z news.idx
mask() { sed -E 's/^(generation +).*/\1G/; s/^(index +).*/\1N bytes, P% of the text/; s/^([a-z_]+) +[0-9]+ +[0-9.]+%$/\1 N P%/'; }
news-searcher --info >told; echo "status $?"
mask <told
TZ=XXX-14 news-searcher --info | grep written
cp news.idx 'odd	name
.idx'
news-searcher --info -i 'odd	name
.idx' | head -n 2

# The sections are all of the file.
news-searcher --info | awk '$1 == "index" { size = $2 } past { sum += $2 } $1 == "section" { past = 1 } END { print size - sum }'
news-searcher --info | awk '$1 == "index" { print $2 }' | grep -cx "$(stat -c %s news.idx)"

# For scripts: the same, a line each.
news-searcher --info -f jsonl | sed 's/"generation":"[0-9a-f]*"/"generation":"G"/; s/"index_bytes":[0-9]*,/"index_bytes":N,/; s/"sections":{.*}}/"sections":{...}}/'
news-searcher --info -f jsonl | jq '[.sections[]] | add' | cmp - /dev/fd/3 3<<END
$(stat -c %s news.idx)
END
news-searcher --info -f jsonl -i news.idx -i 'odd	name
.idx' | jq -c '[.path, .generation]' | sed 's/"[0-9a-f]\{16\}"/"G"/'

# An index without a word, one without dates, one of one date.
echo '...' >none.txt
news-indexer -q -o none.idx none.txt
news-searcher -i none.idx --info | sed '/^$/q' | grep 'articles\|words\|forms\|dates'
news-searcher -i none.idx --info -f jsonl | jq -c '[.words, .text_bytes, .oldest, .undated]'
echo 'A text.' >plain.txt
news-indexer -q -o plain.idx --language none plain.txt
news-searcher -i plain.idx --info | grep 'language\|dates\|undated\|^text'
echo '{"date": "2021", "body": "x"}' >year.jsonl
news-indexer -q -o year.idx year.jsonl
news-searcher -i year.idx --info | grep dates

# What cannot be read, and what makes no sense beside it.
news-searcher --info -i missing.idx; echo $?
news-searcher --info -i plain.txt; echo $?
head -c 80000 news.idx >cut.idx
news-searcher --info -i cut.idx; echo $?
news-searcher --info word; echo $?
news-searcher --info --batch plain.txt; echo $?
news-searcher --info -c; echo $?
news-searcher --info >/dev/full; echo $?
