# Articles as newsrooms have them: each format is told by its content alone, from a file and from standard input, and found by what it holds.
mkdir news
cat >news/feed <<'END'
<?xml version="1.0"?>
<rss version="2.0"><channel><title>Daily Test</title>
<item><title>Harbour &amp; port</title><link>https://daily.example/1</link><guid>g1</guid>
<pubDate>Wed, 03 Mar 2021 12:11:00 GMT</pubDate>
<description>&lt;p&gt;The harbour is &lt;b&gt;open&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;More of it.&lt;/p&gt;</description></item>
</channel></rss>
END
printf 'From a@b Wed Mar  3 12:11:30 2021\nFrom: Jo Doe <a@b.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\nDate: Wed, 3 Mar 2021 12:11:30 +0100\nMessage-ID: <1@b>\n\nThe harbour by mail.\n\nFrom a@b Wed Mar  3 12:11:30 2021\nFrom: a@b.example\nSubject: second\nMessage-ID: <2@b>\n\nA second harbour.\n' >news/box
sed '1d; /^From a@b/,$d' news/box >news/letter
printf 'id;headline;pub_date;text\n1;"A; B";2021-03-03;"The harbour\nin a row"\n2;C;;D\n' >news/table
printf '[{"headline":"H","content":"The harbour of JSON","author":["x","y"],"publishedAt":"2021-03-03T12:11:00Z"},\n {"headline":"H2","content":"B2"}]' >news/array
printf '{"headline":"H","text":"The harbour on a line"}\n{"headline":"H2","text":"another"}\n' >news/lines
cat >news/page <<'END'
<!doctype html><html><head><title>Harbour reopens - The Daily</title><meta property="og:title" content="Harbour reopens">
<meta property="article:published_time" content="2021-03-29T19:20:00Z"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Harbour reopens</h1><p>The harbour was opened again after six days, officials said on Monday, ending a blockage that held up trade.</p>
<p>Hundreds of vessels were waiting on both sides, and it would take days to let all of them through, the authority said.</p></article>
<footer>Copyright The Daily. All rights reserved.</footer></body></html>
END
{
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://daily.example/p\r\n'
    printf 'WARC-Date: 2021-03-30T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: '
    printf '%d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' $(($(wc -c <news/page) + 60))
    cat news/page
    printf '\r\n\r\n'
} >news/crawl
printf '<DOC>\n<DOCNO> X-1 </DOCNO>\n<TEXT>\nThe harbour of a collection.\n</TEXT>\n</DOC>\n' >news/trec
printf '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS TOPICS="NO" NEWID="7">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n<TEXT><TITLE>HARBOUR</TITLE>\n<BODY>The harbour of a wire.\n&#3;</BODY></TEXT>\n</REUTERS>\n' >news/wire
printf '<?xml version="1.0"?>\n<nitf><body><body.head><hedline><hl1>Head</hl1></hedline></body.head><body.content><p>The harbour of NITF.</p></body.content></body></nitf>\n' >news/nitf
printf '<?xml version="1.0"?>\n<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1"><contentMeta><headline>Head</headline></contentMeta><contentSet><inlineData contenttype="text/plain">The harbour of NewsML.</inlineData></contentSet></newsItem>\n' >news/item
printf '\377\376T\0h\0e\0 \0h\0a\0r\0b\0o\0u\0r\0' >news/wide.txt
printf 'Caf\351 in the harbour\n\nIt is open.\n' >news/western.txt
gzip -k news/crawl news/table && rm news/crawl
news-indexer --list news
for file in news/*; do news-indexer --list - <"$file"; done | cut -f 2 | sort | uniq -c
news-indexer -q -o news.idx news; echo $?
news-searcher -n 20 -l harbour | sort
news-searcher -f tsv --fields path,id,line,date,byline,url harbour path:*feed
news-indexer --list -f text news/wire
