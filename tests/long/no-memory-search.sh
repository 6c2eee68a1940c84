# Searches without the memory for one of their requests, and for one and all behind it: they fail and say so, or all is as it would have been.
# Nothing is printed where that holds; tests/starve/starve.c says what is tried.
news-indexer -q corpus
news-indexer -q -o world.idx corpus/world
sed '2s/.*/Giant ship leaves the canal/; 14d' corpus/world/2021-03-29-ever-given-afloat.txt >copy.txt
news-indexer -q -o copies.idx corpus/world copy.txt
starve() { starved-news-searcher "$@" || echo "status $?: $*"; }

# Queries.
starve '"serum institute" near apt10'
starve 'title:vaccine and (serum or india) not path:*world* vaccin* serun~ "stone * panda" 2 of (a b c)'
starve 'date:2021-03.. first/50 ship atleast2 panda section:world by:x a same b a sentence b serum~2 wom?n a not near/5 b a pre/3 b'
starve --parse 'a near/5 (b or c)'
starve --strict 'a NEAR b'
starve --since 2021-03 --until 2021 --near 5 bharat serum
starve --all bharat serum
starve --literal 'Ever Given'
starve vacine
starve --words 'when was the canal open again?'
starve --expand=5 --explain 'suez canal'
starve --expand 'vaccine and (serum or india)'
starve --like corpus/world/2021-03-29-ever-given-afloat.txt
starve --score passage --like corpus/2021-03-02-vaccine-makers-hackers.txt:10 --expand=2

# What is printed.
for format in text paths count json jsonl tsv csv grep trec html; do starve -f $format '"suez canal" or vaccine'; done
for format in text json html; do starve -f $format --explain 'vaccine near india'; done
for format in text tsv json; do starve -f $format --facet section china; done
starve --facet date:month china
starve -f tsv --header --fields rank,line,column,begin,end,evidence,path,title,date,passage china
starve --context 1 'vaccine near india'
starve --color always china
starve -q china
starve -l0 china

# Which hits, and of which indexes.
starve --by article china
starve --sort -date china
starve --sort path --offset 2 china
starve -i copies.idx --unique -f json canal
starve -i world.idx -i copies.idx --unique '"suez canal" china'
starve --info
starve --info -f jsonl -i world.idx -i copies.idx
starve --help
starve --completion bash
starve --version

# Many queries.
printf 'a\tvaccine\nserum near india\nb\tvacine\n' >queries
for jobs in 1 2; do starve --batch queries -j $jobs; done
for format in json html paths; do starve --batch queries -j 2 -f $format; done
starve --batch queries --parse
starve --batch queries -j 2 --words --expand=3 -f csv
