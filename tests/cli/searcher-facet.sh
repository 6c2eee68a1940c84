# Counts of articles by a field, for people and for tools.
news-indexer -q corpus
for field in section source byline date:year date:month; do
    echo "-- $field"
    news-searcher --facet $field 'vaccine apt10'; echo "status $?"
done

# The most first, and so many of them; what is left, and what is not known.
news-searcher --facet section -n 3 'china or vaccine' --no-notes
news-searcher --facet section -n 3 -f tsv 'china or vaccine' --no-notes
news-searcher --facet date:day -n 3 vaccine
news-searcher --facet path -f tsv 'title:(vaccine or pandemic)' --no-notes
news-searcher --facet date:day -f tsv 'date:2021-03-03..2021-03-05'

# An article counts once, however many of its passages match.
yes 'A panda sleeps in the tree, and when it is awake it eats what there is to eat, which is bamboo.

' | head -n 300 >pandas.txt
news-indexer -q -o pandas.idx pandas.txt corpus
news-searcher -i pandas.idx -c 'sleeps'
news-searcher -i pandas.idx --facet path 'sleeps'

# A date is shown as far as the article knows it.
cat >dates.jsonl <<'END'
{"id": "1", "date": "2021-03-03T12:11:00Z", "body": "panda", "section": "A\tB", "source": "One"}
{"id": "2", "date": "2021-03", "body": "panda", "section": "A\tB"}
{"id": "3", "date": "2021", "body": "panda", "section": "\u001b[31mred\u202e", "source": "(unknown)"}
{"id": "4", "date": "2021-03-01", "body": "panda"}
{"id": "5", "body": "panda"}
{"id": "6", "date": "1815-06-18", "body": "bear"}
END
news-indexer -q -o dates.idx dates.jsonl
for field in date:day date:month date:year section source; do
    echo "-- $field"
    news-searcher -i dates.idx --facet $field panda
done
news-searcher -i dates.idx --facet section -f tsv panda
# Dates that lie very far apart stay apart.
news-searcher -i dates.idx --facet date:day 'panda bear'

# No hit, and a word on what does not go together.
news-searcher --facet section unheardofword; echo "status $?"
news-searcher --facet section -f tsv unheardofword; echo "status $?"
news-searcher --facet section -q vaccine; echo "status $?"
news-searcher --facet section --parse vaccine; echo "status $?"
news-searcher --facet section -c vaccine; echo "status $?"
news-searcher --facet section -l vaccine; echo "status $?"
news-searcher --facet colour vaccine; echo "status $?"
news-searcher --facet section -f csv vaccine; echo "status $?"
news-searcher --facet section -f tsv --fields path vaccine; echo "status $?"

# For scripts, also of a batch.
printf 'a\tpanda\nb\tunheardofword\nc\tbear\n' >queries
for format in tsv jsonl json; do
    news-searcher -i dates.idx --facet section -f $format panda
    news-searcher -i dates.idx --facet date:year -f $format --no-notes --batch queries
done
news-searcher -i dates.idx --facet section -f tsv --header panda
news-searcher -i dates.idx --facet section -f tsv --header --batch queries
