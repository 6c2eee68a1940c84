# Counts for each line of a batch: behind the line's id, the same whatever the number of threads.
news-indexer -q corpus
printf 'v\tvaccine\nunheardofword\n\nsuez canal\nx\tapt10 near/5 serum\n' >queries
news-searcher --batch queries --no-notes --facet section -n 2; echo "status $?"
news-searcher --batch queries --no-notes --facet date:month -f tsv; echo "status $?"
printf 'unheardofword\n' | news-searcher --batch - --facet path; echo "status $?"
yes 'vaccine
china' | head -n 200 >many
for jobs in 1 2 8; do news-searcher --batch many --facet date:day --jobs $jobs | cksum; done | sort -u | wc -l
news-searcher --batch queries --facet section --count; echo "status $?"
