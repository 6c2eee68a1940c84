# read.sh - what it takes to read articles. A part of run-bench.
# shellcheck shell=sh disable=SC2154 # its variables are run-bench's

measure_reading() { # collection, folder
    say "$1: reading"
    "$programs/reading" "$1" jsonl "$BENCH_ROUNDS" "$2/articles.jsonl" >>"$raw"
    "$programs/dump" warc "$2/ours.idx" "$2/pages.warc" >/dev/null
    "$programs/reading" "$1" warc "$BENCH_ROUNDS" "$2/pages.warc" >>"$raw"
    rm "$2/pages.warc"
    "$programs/reading" "$1" files "$BENCH_ROUNDS" "$2/files" >>"$raw"
}
