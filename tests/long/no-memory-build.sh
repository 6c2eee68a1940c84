# Builds without the memory for one of their requests, and for one and all behind it: they fail, say so and leave the old index; or make one and
# name the file that is not in it; or make the same as ever. Nothing is printed where that holds; tests/starve/starve.c says what is tried.
mkdir site
for i in 1 2 3 4 5 6 7 8 9; do
    printf '{"id": "%d", "title": "Item %d", "body": "Well-known numbers: %d, word%d word%d and more..."}\n' $i $i $((i * 7)) $((i * 31)) $((i * 53))
done >site/a.jsonl
printf 'POLITICS\n\nA title\n\nPublished: Mar 03, 2021 12:11 PM\n\nA paragraph of some words.\n' >site/b.txt
printf 'Title: T\nBy: caf\351\nSource: S\n\nA caf\351 is open.\n' >site/c.txt
printf 'A text that is packed.\n' | gzip -c >site/d.txt.gz
page='<!DOCTYPE html><html><head><title>A page</title><link rel="canonical" href="/a"><base href="https://example.org/">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"A page","author":[{"name":"Jo"},"Al"]}</script></head>
<body><article><h1>A page</h1><p>A paragraph of a page, with words enough to be the text of it, and a comma.</p></article></body></html>'
printf '%s' "$page" >site/e.html
printf '<meta charset="gbk"><title>\326\320\271\372</title><article><p>\326\320\271\372, and words for a paragraph.</p></article>' >site/f.html
length=$((${#page} + 48))
printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://example.org/\r\n' >site/g.warc
printf 'Content-Type: application/http\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type:   text/html\r\n\r\n%s\r\n\r\n' \
    $length "$page" >>site/g.warc
printf 'id,headline,text\n1,"A, B","the ""text"""\n2,C,D\n' >site/h.csv
printf '{"articles": [{"title": "T", "author": ["x", "y"], "content": "<p>C</p>", "description": "D"}]}\n' >site/i.json
printf '<rss version="2.0"><channel><title>S</title><item><title>T</title><category>a</category><category>b</category>
<description>&lt;p&gt;text&lt;/p&gt;</description></item></channel></rss>\n' >site/j.rss
printf '<nitf><body><body.head><hedline><hl1>H</hl1></hedline><dateline>X</dateline></body.head><body.content><p>P</p></body.content>
</body></nitf>\n' >site/k.nitf
printf 'From: =?utf-8?q?J=C3=B6?= <a@b>\nDate: Wed, 3 Mar 2021 12:11:30 +0100\nSubject: S\nMIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable\n\ncaf=E9\n--x\nContent-Type: text/html\n\n<p>more</p>
--x\nContent-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: base64\n\n1tC5+g==\n--x--\n' >site/l.eml
printf 'From a@b Wed Mar  3 12:11:30 2021\nFrom: a@b\nSubject: S\nMessage-ID: <1@b>\n\n>From here on.\n' >site/m.mbox
printf '<DOC>\n<DOCNO> X-1 </DOCNO>\n<HEADLINE>H</HEADLINE>\n<TEXT>\n<P>Some text.</P>\n</TEXT>\n</DOC>\n' >site/n
news-indexer --list site | cut -f 2 | sort | uniq -c

starve() { starved-news-indexer "$@" || echo "status $?: $*"; }
news-indexer -q -o news.idx corpus
export STARVE_TARGET=news.idx
STARVE_RUNS=160 starve -q -j 1 site
STARVE_RUNS=80 starve -q -j 2 --log log site
STARVE_RUNS=30 starve -q --map title=headline,body=text site/h.csv
unset STARVE_TARGET
starve --list -j 2 site
