# A log in the folder of the articles is none of them: its messages became a text on the next day. No index can be the log: it was emptied
# before the first article was read, or took the log's place where neither was there yet.
mkdir news
printf '{"title":"A title","date":"nobody knows"}\n' >news/a.jsonl
for day in 1 2; do news-indexer -q --log news/problems.txt -o news.idx news 2>/dev/null; echo $?; done
news-searcher -l 'title OR date'
cat news/problems.txt
cp news.idx before.idx
news-indexer -q --log ./news.idx -o news.idx news; echo $?
news-indexer -q --log before.idx -o news.idx news; echo $?
news-indexer -q --log before.idx --list news; echo $?
cmp news.idx before.idx
mkdir folder && ln -s folder/new.idx link && ln -s folder way
for log in ./folder/new.idx way/new.idx link; do news-indexer -q --log $log -o folder/new.idx news; echo $?; done
ls -A folder
news-indexer -q --log new.idx -o folder/new.idx news 2>/dev/null; echo $?
cmp new.idx news/problems.txt
# shellcheck disable=SC2046 # words are meant to part
long=$(printf '%0200d/' $(seq 10))new.idx
mkdir -p "${long%/*}" && news-indexer -q --log "$long" -o "./$long" news 2>long; echo $?
sed 's/[01-9]*\///g' long
