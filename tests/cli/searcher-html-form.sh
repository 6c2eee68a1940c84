# The form of pages: elements closed in order, none and no attribute that is not ours, headings level by level.
command -v python3 >/dev/null || { echo "python3 is not installed; the form of pages was not checked" >&2; exit 77; }
printf 'Section\n\nA "><b> title\n\nPublished: Mar 03, 1999 12:11 PM\n\nThe panda </p></mark></main><script>alert(4)</script> sleeps.\n\n\342\200\256 <!-- panda --> \001 </style>\n' >corpus/odd.txt
news-indexer -q corpus
news-searcher --no-notes --explain -f html -n 100 'panda OR vaccine OR "><script>' >one.html
news-searcher -f html unheardofword >none.html
news-searcher -f html '' >empty.html
news-searcher -f html 'date:2021' -n 1 >dates.html
printf '"><script>\tpanda\n<b>\tpanda </section><img src=x>\nunheardofword\n\tvaccine\n' | news-searcher --no-notes -f html --batch - >many.html
news-searcher -f html --batch /dev/null >no-line.html
"$TOOLS/check-html" *.html && ls *.html | wc -l
