# read.sh - what it takes to read articles. A part of run-bench.
# shellcheck shell=sh disable=SC2154 # its variables are run-bench's

measure_reading() { # collection, folder
    say "$1: reading"
    "$programs/reading" "$1" jsonl "$BENCH_ROUNDS" "$2/articles.jsonl" >>"$raw"
    "$programs/reading" "$1" files "$BENCH_ROUNDS" "$2/files" >>"$raw"
}
