# A truncated index is an error. With one byte changed, in whatever section (index/index_file.h) or in the footer, a search fails and says
# so, or it did not need that byte, and answers as before; it never answers otherwise.
news-indexer -q -o news.idx corpus
size=$(stat -c %s news.idx)
for part in 1 20 50 80 99; do
    head -c $((size * part / 100)) news.idx >cut.idx
    news-searcher -i cut.idx 'apt10 NEAR serum' >/dev/null; echo $?
done

# Shows every passage that has one of the commonest words, so that it needs nearly all of the file.
answer() { news-searcher -i "$1" -n 1000 'the of a apt10'; }
answer news.idx >before && grep -c '^[0-9]*\. ' before >hits
[ "$(cat hits)" -gt 50 ] && echo "many hits"

change() { # place: turns every bit of its byte
    byte=$(od -A n -t u1 -j "$1" -N 1 bad.idx)
    # shellcheck disable=SC2059 # the format is the byte
    printf "\\$(printf %o $((byte ^ 255)))" | dd of=bad.idx bs=1 seek="$1" conv=notrunc 2>/dev/null
}

# Changes one byte at a time in a part of the file: its first, its last and three between.
places() { # name, offset, size
    refused=0 same=0
    for place in $2 $(($2 + $3 / 4)) $(($2 + $3 / 2)) $(($2 + $3 * 3 / 4)) $(($2 + $3 - 1)); do
        cp news.idx bad.idx
        change "$place"
        cmp -s news.idx bad.idx && echo "byte $place of $1 was not changed"
        answer bad.idx >after 2>complaints
        code=$?
        if [ $code = 2 ] && grep -q 'damaged index\|is not an index\|version' complaints; then
            refused=$((refused + 1))
        elif [ $code = 0 ] && [ ! -s complaints ] && cmp -s before after; then
            same=$((same + 1))
        else
            echo "byte $place of $1: exit status $code: $(cat complaints)"
        fi
    done
    echo "$1: $refused refused, $same not needed"
}

footer=$((13 * 16 + 32))
od -A n -v -t u8 -w16 -j $((size - footer)) -N $((13 * 16)) news.idx >sections
end=0
for name in postings forms form_rows stems gaps word_codes gap_codes spans passages articles copies meta pages; do
    read -r offset length
    [ "$offset" = $end ] && [ "$length" -gt 0 ] || echo "$name: a section at $offset of $length bytes, not at $end"
    end=$((offset + length))
    places $name "$offset" "$length"
done <sections
[ $((end + footer)) = "$size" ] || echo "the footer is not at $end"
places footer $end $footer
