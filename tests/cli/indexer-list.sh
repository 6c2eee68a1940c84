# What would be in an index, without making one: rows in order, whatever the threads; columns escaped; no problem is lost.
mkdir news
printf 'Published: 2021-03-03\n\nA first text, with a date and no title.\n' >news/a.txt
printf '{"id":"x\\ty","title":"Two\\nlines \\\\ and more","date":"2021-03-03T12:11","body":"four words of body"}\n{"id":2}\n' >news/b.jsonl
news-indexer --list news; echo $?
ls
news-indexer --list --jobs 4 news/b.jsonl news/a.txt 2>&1 | md5sum >4
news-indexer --list --jobs 1 news/b.jsonl news/a.txt 2>&1 | md5sum >1
cmp 1 4
news-indexer --list news >/dev/full; echo $?
# Where nobody takes the rows, the reading ends, without a word: it went on to the end, and the status was 2.
yes '{"title":"One of a list without end"}' | news-indexer --list - | head -n 1
{ yes '{"title":"T"}' | head -n 100000 | news-indexer --list -; echo $? >&2; } | head -n 1
