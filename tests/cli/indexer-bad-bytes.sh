# Binary files and files with a NUL are passed over; other charsets become UTF-8, and what is no character is indexed around.
mkdir texts
printf 'Council meets\n\nThe caf\351 by the r\377ver opened on Monday.\n' >texts/latin1.txt
printf 'Council me\303\251ts\n\nThe b\303\251tes opened on \377 Tuesday.\n' >texts/utf8.txt
printf '\377\376C\000\n\000O\000p\000e\000n\000e\000d\000.\000' >texts/utf16.txt
printf 'Half a text\n\nand then \000 a NUL.\n' >texts/nul.txt
printf '\177ELF\000\000\000' >texts/program
printf '\037\213\010\000broken' >texts/broken.gz
news-indexer -q -o news.idx texts; echo $?
news-searcher -n 3 'opened monday'; echo $?
news-searcher -f grep opened
