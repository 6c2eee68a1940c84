# Paths may hold anything; what is shown of them never breaks a line or reaches the terminal raw.
mkdir 'odd
folder'
printf 'Odd names\n\nPaths can be strange.\n' >"odd
folder/a$(printf '\033[31m')b.txt"
: >"odd
folder/empty	tab"
news-indexer -o news.idx 'odd
folder' | sed 's/in [0-9.]* s.*//'
news-searcher strange
