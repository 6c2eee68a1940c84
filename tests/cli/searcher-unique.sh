# One story of an agency, as its clients print it: --unique shows it once, by its best hit, and tells how many articles have it and which came
# first. Hits in other articles are as they are without it.
story='The harbour of the old town was closed on Tuesday after a storm tore a crane from its rails and threw it across the only channel.

Engineers of the port authority said that the crane weighs 640 tonnes and that it would take two floating cranes to lift it, of which the nearest is three days away.

Eleven ships wait outside, among them a tanker with fuel for the island of Veda, whose mayor asked the people to leave their cars at home until Sunday.

Nobody was hurt. The driver of the crane had climbed down minutes before, when the wind reached the force at which work has to stop.

The port handles a fifth of the trade of the coast, and its insurers met in the evening to speak of the damage.'
cut='The harbour of the old town was closed on Tuesday after a storm tore a crane from its rails and threw it across the only channel.

Engineers of the port authority said that the crane weighs 640 tonnes and that it would take two floating cranes to lift it, of which the nearest is three days away.

Eleven ships wait outside, among them a tanker with fuel for the island of Veda, whose mayor asked the people to leave their cars at home until Sunday.'
json() { jq -cn --arg id "$1" --arg title "$2" --arg date "$3" --arg source "$4" --arg body "$5" '{id:$id,title:$title,date:$date,source:$source,body:$body} | with_entries(select(.value != ""))'; }
{
    json a 'Crane blocks harbour' 2021-03-02T18:30 'The Post' "$story"
    json b 'Storm throws crane into channel' 2021-03-02T16:05 'Agency' "VEDA, March 2 - $story"
    json c 'Harbour closed' 2021-03-03 '' "$cut"
    json d 'Harbour opens again' 2021-03-06 'The Post' 'The harbour of the old town is open again. Two floating cranes lifted the crane that a storm had thrown across its channel, and the tanker for Veda was the first ship to pass. The authority said that it would look into the brakes of all of its cranes, and that the fifth of them would have to be built anew. A crane costs nine million.'
    json e 'Crane' '' '' 'A crane in the harbour.'
    json f 'Crane' '' '' 'A crane in the harbour.'
    json g 'Crane' '' '' 'No crane in the harbour.'
} >wire.jsonl
news-indexer -q -o wire.idx wire.jsonl
export NEWS_INDEX=wire.idx
news-searcher --info | sed -n '/^articles/p; /^copies/p'
news-searcher crane harbour | grep '^[0-9]'
echo '-- once'
news-searcher --unique crane harbour | grep '^[0-9]'
news-searcher --unique -n 1 tanker mayor
echo '-- pages'
for offset in 0 1 2 3 4; do news-searcher --unique -n 1 --offset $offset crane harbour | grep '^[0-9]'; done
news-searcher --unique --offset 4 crane harbour; echo "status $?"
echo '-- counts'
for options in '' --unique; do
    for by in passage article; do echo "$by $options: $(news-searcher $options --by $by -c crane)"; done
    news-searcher $options --facet source -f tsv crane
done
echo '-- orders'
for order in score date -date path; do echo "$order: $(news-searcher --unique --sort=$order -f tsv --fields id crane | tr '\n' ' ')"; done
echo '-- formats'
news-searcher --unique -l crane
news-searcher --unique -f trec crane | cut -d ' ' -f 3
news-searcher --unique -f grep -n 1 tanker | cut -d : -f 1,2
news-searcher --unique -f tsv --header --fields id,cluster,copies,first_date,first_source,first_path,first_id crane
news-searcher -f jsonl -n 1 tanker | jq -c .cluster
news-searcher -f jsonl crane | jq -c '[.id, .cluster.number, .cluster.first_id]'
news-searcher -f json --unique crane | jq -c '.answers[].hits | map([.rank, .id, .cluster.copies])'
news-searcher --unique -f html --by article crane | grep -o '<span>+.*</bdi></span> <span class'
news-searcher --unique -f html crane >page.html && "$TOOLS/check-html" page.html
grep -o '<p class="found">.*' page.html
echo '-- a batch'
printf 'one\tcrane harbour\ntwo\ttanker\n' | news-searcher --unique --batch - --jobs 2 -n 2 | grep '^[0-9#]'
echo '-- two indexes, each with its own clusters'
head -n 1 wire.jsonl >first.jsonl
tail -n +2 wire.jsonl >rest.jsonl
news-indexer -q -o first.idx first.jsonl
news-indexer -q -o rest.idx rest.jsonl
news-searcher -i first.idx -i rest.idx --unique -f tsv --fields id,cluster,copies,first_id crane
echo '-- what is the same however it is built'
for options in '-j 1' '-j 4' '-j 2 --memory 16M'; do news-indexer -q $options -o again.idx wire.jsonl && cmp wire.idx again.idx && echo same; done
