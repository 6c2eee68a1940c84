# Whoever writes the postings, Xapian's own tools and ours find the same in them.
for writer in bulk xapian; do
    news-indexer -q --writer "$writer" -o "$writer.idx" corpus; echo "$writer: $?"
    xapian-check "$writer.idx" >check.txt 2>&1 && tail -n 1 check.txt
    xapian-delve -a -1 -v "$writer.idx" >"$writer.dump"
    for query in vaccine 'serum institute' '"stone panda"' 'apt10 NEAR serum' 'vaccin* -india' 'cyber-attack'; do
        news-searcher --explain -n 5 -i "$writer.idx" "$query"
    done >"$writer.hits"
done
cmp bulk.dump xapian.dump && cmp bulk.hits xapian.hits && echo same
[ "$(wc -l <bulk.hits)" -gt 60 ] && echo many
news-indexer --writer other -o x.idx corpus
