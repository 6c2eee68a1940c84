# An undamaged index is told by a line, or by the exit status alone. Damage is told by its section and its place, and is exit status 2, as is
# what cannot be verified; so is any option beside it that is about making one.
news-indexer -q -o news.idx corpus
news-indexer --verify news.idx; echo $?
news-indexer -q --verify=news.idx; echo $?
chmod a-w news.idx . && news-indexer -q --verify news.idx; echo $?
chmod u+w .

size=$(stat -c %s news.idx)
sections=$((size - 13 * 16 - 32)) # where the footer begins, with offset and size of each section (index/index_file.h)
number=0
for name in postings forms form_rows stems gaps word_codes gap_codes spans passages articles copies meta pages; do
    at=$(od -A n -t u8 -j $((sections + 16 * number)) -N 8 news.idx)
    number=$((number + 1))
    cp news.idx bad.idx
    chmod u+w bad.idx
    printf '\377' | dd of=bad.idx bs=1 seek="$at" conv=notrunc 2>/dev/null
    news-indexer --verify bad.idx 2>&1 | sed 's/[0-9][0-9]*/N/g'
    news-indexer --verify bad.idx 2>/dev/null || echo "$name: $?"
done
for part in 0 1 50 99; do
    head -c $((size * part / 100)) news.idx >cut.idx
    news-indexer --verify cut.idx; echo $?
done
news-indexer --verify missing.idx; echo $?
news-indexer --verify corpus; echo $?
news-indexer --verify /dev/null; echo $?
news-indexer --verify news.idx corpus; echo $?
news-indexer --verify news.idx -o other.idx; echo $?
news-indexer --verify news.idx --list; echo $?
# Each option that there is, with a value that it takes.
for name in $(news-indexer --help | sed -n 's/^  .*--\([a-z-]*\) .*/\1/p'); do
    for value in '' =x =2 =64M =text =xapian; do
        news-indexer --verify news.idx "--$name$value" 2>&1 | grep -q 'wanted no PATH and no option' && echo "--$name: refused" && break
    done || echo "--$name: not refused"
done
news-indexer --verify; echo $?
news-indexer --verify news.idx >/dev/full; echo $?
ls
