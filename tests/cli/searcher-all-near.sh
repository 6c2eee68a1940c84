# --all and --near are about words side by side; what they make of a query is seen with --parse.
news-indexer -q corpus
while read -r query; do
    for option in --all --near=5; do printf '%s %s: ' "$option" "$query"; news-searcher --parse $option -- "$query"; done
done <<'END'
apt10
stone panda
+serum "stone panda" -india date:2021
(serum bharat) apt10
serum (bharat or apt10)
serum or bharat
serum bharat AND apt10
serum near/3 bharat
2 of (serum bharat apt10)
serum (bharat AND apt10)
END
news-searcher -c serum bharat apt10
news-searcher -c --all serum bharat apt10
news-searcher -c --near 30 serum bharat apt10
news-searcher -c --near 30 --all serum bharat apt10
news-searcher -n 1 --near 8 institute serum hackers
printf 'serum bharat\nid\tserum or bharat\n' | news-searcher -c --all --batch -
news-searcher --strict --near 3 'serum OR bharat'; echo $?

# What makes no sense together, or by itself.
news-searcher --all --literal stone panda; echo $?
news-searcher --near 5 --literal --batch corpus; echo $?
news-searcher --near 0 stone panda; echo $?
news-searcher --near 100001 stone panda; echo $?
news-searcher --near stone panda; echo $?
news-searcher --near 5 a b c d e f g h i j k l m; echo $?
