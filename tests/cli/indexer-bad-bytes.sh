# Binary files and files with a NUL are passed over, invalid UTF-8 is indexed around.
mkdir texts
printf 'Council meets\n\nThe caf\351 by the r\377ver opened on Monday.\n' >texts/latin1.txt
printf 'Half a text\n\nand then \000 a NUL.\n' >texts/nul.txt
printf '\177ELF\000\000\000' >texts/program
printf '\037\213\010\000broken' >texts/broken.gz
news-indexer -q -o news.idx texts; echo $?
news-searcher 'opened monday'; echo $?
