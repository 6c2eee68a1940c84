# Rows of tsv and csv: which columns, and one line of their names, also for a batch and where nothing is found.
news-indexer -q corpus
printf 'ship\t"ever given"\nnone\tunheardofword\n\t"suez canal"\n' >queries
for format in tsv csv; do
    news-searcher -f $format -n 2 'apt10 near serum'; echo "status $?"
    news-searcher -f $format -n 1 --header 'ever given'; echo "status $?"
    news-searcher -f $format --header unheardofword; echo "status $?"
    news-searcher -f $format unheardofword; echo "status $?"
    news-searcher -f $format -n 2 --header --batch queries | cut -c 1-80; echo "status $?"
    news-searcher -f $format -n 2 --header --fields query_id,rank,line,column,begin,end,evidence,query --batch queries; echo "status $?"
    news-searcher -f $format --header --batch /dev/null; echo "status $?"
    news-searcher -f $format --fields title,path 'date:2021-01'; echo "status $?"
done

# One message a mistake.
news-searcher -f tsv --fields rank,size word; echo "status $?"
news-searcher -f csv --fields '' word; echo "status $?"
news-searcher -f csv --fields rank,path,rank word; echo "status $?"
news-searcher -f csv --fields; echo "status $?"
news-searcher --fields rank word; echo "status $?"
news-searcher -f jsonl --header word; echo "status $?"
news-searcher -l --header -f tsv word; echo "status $?"
news-searcher --header --batch queries; echo "status $?"
