# A page for a browser. Of the style only that it is there; the rest as it is.
news-indexer -q corpus
page() { sed '/^<style>$/,/^<\/style>$/{/^</!d}'; }
news-searcher -f html -n 2 '"serum institute" NEAR apt10' | page; echo "status $?"
echo "-- nothing"
news-searcher -f html unheardofword >none.html; echo "status $?"
sed '1,/<main>/d' none.html
echo "-- a batch"
printf 'one\tsuez canal\n\ntitle:pandemic\n' | news-searcher -f html -n 1 --batch - | sed '1,/<main>/d'
echo "-- an explanation"
news-searcher -f html -n 1 --explain perseverance | sed -n '/<details class/,/<\/details>/p'
printf '' | news-searcher -f html --batch - | sed -n '/<title>/p; /<main>/,$p'

# All that matches is counted, however few are shown; what is found is what the other formats find.
news-searcher -f html -n 1 'vaccine OR china' | sed -n '/class="found"/p'
news-searcher -c 'vaccine OR china'
news-searcher -f html -n 1000 'vaccine OR china' | grep -c '^<li'
news-searcher -f html -q vaccine; echo "status $?"
news-searcher -f html --facet section vaccine; echo "status $?"
# How much is shown is said as it is.
for options in '-n 2' '-n 2 --offset 3' '-n 2 --sort date' '-n 2 --by article' '--offset 5000' '-n 1000'; do
    news-searcher -f html $options china | sed -n 's/.*<p class="found">\(.*\)<.p>/\1/p'
done
