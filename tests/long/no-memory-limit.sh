# Under a limit of its address space a program says that memory is out, and has status 2; or does all as ever. With less than the dynamic linker
# needs there is no program, which has 127, and with no more than that Xapian cannot begin, and aborts before the program does: it throws where
# there is no room for an exception yet. Nothing is printed where that holds; with LONG=1 more limits are tried.
. "$TOOLS/long.sh"
(ulimit -v 2000000; news-searcher --help >/dev/null 2>&1) || { echo "wanted programs that need no address space beyond measure" >&2; exit 77; }
news-indexer -q corpus
cp news.idx before.idx
yes 'serum near india' | head -n 40 >queries
limits=$(seq 6000 "$(some 64 768)" 60000)

run() { # under $limit; the shell says on standard error what was aborted
    (ulimit -v "$limit" && exec "$@") >got 2>got.err
}
begins() { # the program can
    run "$1" --help 2>aborted
}

failed=0 done=0
limited() {
    "$@" >wanted 2>wanted.err
    wanted=$?
    for limit in $limits; do
        run "$@" 2>aborted
        status=$?
        if { [ $status = 127 ] || [ $status = 134 ]; } && ! begins "$1"; then
            continue
        elif [ $status = 2 ] && grep -qi 'out of memory\|cannot allocate memory' got.err; then
            failed=$((failed + 1))
        elif [ $status = $wanted ] && cmp -s wanted got && cmp -s wanted.err got.err; then
            done=$((done + 1))
        else
            echo "limit $limit, status $status: $*"
            head -n 3 got.err
        fi
        cmp -s news.idx before.idx || echo "limit $limit: the index is another: $*"
    done
}
limited news-searcher -f json vaccine
limited news-searcher --batch queries -j 2
limited news-searcher --facet section vaccine
limited news-indexer -q -j 1 corpus
limited news-indexer -q -j 2 corpus
# Some of either kind.
[ $failed -gt 5 ] || echo "only $failed runs lacked memory"
[ $done -gt 5 ] || echo "only $done runs did not"
ls -A
