# A batch: each line's hits behind a line that has its id, which is the line's number where it has none; a blank line between. Line ends may
# be those of Windows; empty lines are passed over, but are counted.
news-indexer -q corpus
printf 'ship\t"suez canal"\r\n\r\n\nstone panda\nnone\tunheardofword\n\t"ever given"\ntabs\tstone\t\033panda\\\nempty\t\nlast\t"serum institute"' >queries
news-searcher -n 2 --batch queries; echo "status $?"
printf '\357\273\277ship\t"suez canal"\n' | news-searcher -n 1 --batch - | head -n 1

# How a script finds the ids of what was not found, and the first hit of each.
news-searcher -n 1 --batch queries | awk -F '\t' '/^# / { id = substr($1, 3); ids[id]; next } /^[0-9]+\. / { hits[id]++ }
    END { for (id in ids) if (!hits[id]) print "not found: " id }' | sort
news-searcher -n 1 --batch queries | awk -v RS= -v ORS='\n' -F '\n' 'NF > 1 { print $1 " | " $2 }'

# Nothing found is 1, however many lines there are; none are 1, too.
printf 'unheardofword\nnor-this-one\n' | news-searcher --batch -; echo "status $?"
news-searcher --batch /dev/null; echo "status $?"

# How the lines are read.
news-searcher --no-notes --parse --batch queries; echo "status $?"
