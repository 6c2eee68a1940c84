# Whatever stands in articles, paths and queries, in a page it is only text: no element, no attribute, no control character, no override of
# direction comes out of it. A browser, where there is one, finds no element in it either.
mkdir 'odd"><img src=x onerror=alert(2)>'
odd='odd"><img src=x onerror=alert(2)>/it'\''s & <b>.txt'
printf '<script>alert(1)</script>\n\nA "><img src=x onerror=alert(3)> title\342\200\256 with \033[31mred\n\nPublished: Mar 03, 2021 12:11 PM\n\nThe panda </p></mark></main><script>alert(4)</script> sleeps.\n\n\342\200\256Overridden\342\201\247 <!-- a panda --> <![CDATA[ ]]> \001\177 \302\205 \377 &amp;lt; &#60;script&#62;\n\n</style><style>*{display:none}</style> panda <svg/onload=alert(5)> `panda` javascript:panda\n' >"$odd"
cat >lines.jsonl <<'END'
{"id": "\"><img src=x onerror=alert(6)>\u202e", "title": "</title><script>panda</script>", "date": "2021-03-03", "body": "<iframe src=//x>panda</iframe> <panda onmouseover='alert(7)'>", "section": "<b>\u2066", "byline": "'\"><i>", "source": "&lt;\u0007", "url": "http://x/\"><img src=x onerror=alert(10)>"}
{"id": "2", "date": "0001-01-01", "body": "a panda of the year 1", "url": "javascript:alert(11)"}
{"id": "3", "title": "A panda's \"link\"", "url": "https://x.example/?a=1&b=\"'<>\u202e", "body": "panda"}
END
news-indexer -q "$odd" lines.jsonl
news-searcher --no-notes --explain -f html "panda \"><script>alert(8)</script> $(printf '\342\200\256\033')" >one.html; echo "status $?"
printf '"><script>alert(9)</script>\342\200\256\033\tpanda\n<b>\tpanda </section><img src=x onerror=alert(1)>\n\t"><script>\n' >queries
news-searcher --no-notes -f html --batch queries >many.html; echo "status $?"
cp queries '"><script>alert(1)'
news-searcher --no-notes -f html --batch '"><script>alert(1)' >named.html; echo "status $?"

for page in one many named; do
    grep -Eic '<(script|img|iframe|svg/|b>|i>|!--|!\[)|<[^>]* on[a-z]+=' $page.html
    LC_ALL=C grep -c "$(printf '[\001-\010\013-\037\177]')" $page.html
    grep -c "$(printf '\342\200\256\|\342\201\246\|\342\201\247')" $page.html
    iconv -f UTF-8 -t UTF-8 $page.html >/dev/null && echo "UTF-8"
    sed -n '/Content-Security-Policy/p' $page.html
done
sed -n '/<title>/p; /<h[23]/p; /class="meta"/p; /class="passage"/,/<\/div>/p' one.html
sed -n '/<title>/p; /class="id"/p' named.html
