# build.sh - what it takes to make an index. A part of run-bench.
# shellcheck shell=sh disable=SC2154 # its variables are run-bench's

LONG=15 # seconds; an engine that takes longer is built once

engines_of() { # case
    echo ours
    ! peer fts5 || echo fts5
    ! peer xapian || echo xapian
    ! peer lucene || echo lucene-1 lucene-2
    case $1 in
    jsonl) ! peer omega || echo omega ;;
    files) ! peer recoll || echo recoll ;;
    esac
}

# An index in its first form: its size. Then the same for the form that suits the engine best.
measure_sizes() { # collection, case, engine, index, bytes
    size=$(bytes_of "$4")
    figure build "$1" "$2" "$3" 'size/text' "$(echo "$size $5" | awk '{ print $1 / $2 }')"
    if pack "$3" "$4"; then size=$(bytes_of "$4"); fi
    figure build "$1" "$2" "$3" 'packed/text' "$(echo "$size $5" | awk '{ print $1 / $2 }')"
}

# Build once, in place of the index that was there.
measure_build() { # collection, folder, bytes, case, engine
    index=$2/$4.$5
    rm -rf "$index"
    build_command "$5" "$2" "$4" "$index"
    run_build "$5" "$programs/measure" build "$1" "$4" "$5" "$3"
    grep '^build	' "$work/printed" >>"$raw" # the engine may have printed, too
    awk -F '\t' -v long=$LONG '$1 == "build" && $5 == "seconds" { exit $6 <= long }' "$work/printed" && touch "$index.long"
    [ -e "$index.sized" ] || measure_sizes "$1" "$4" "$5" "$index" "$3"
    touch "$index.sized"
}

measure_builds() { # collection, folder, bytes
    for run in $(seq "$BENCH_RUNS"); do
        for case in jsonl files; do
            say "$1: building from $case, run $run"
            for engine in $(engines_of $case); do
                [ -e "$2/$case.$engine.long" ] || measure_build "$1" "$2" "$3" $case "$engine"
            done
        done
    done
}
