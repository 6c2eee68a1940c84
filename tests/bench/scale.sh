# scale.sh - whether a larger collection costs as much a MB: it is repeated, and all but its first copy perturbed. A part of run-bench.
# shellcheck shell=sh disable=SC2154 # its variables are run-bench's

SCALE_QUERIES=50 # of each kind, drawn once
SCALE_ROUNDS=3

# Turn figures into those of a MB: reads lines of the bench's table, writes those of the part scale, an engine's sizes being the rows.
a_megabyte() { # collection, copies, bytes
    awk -F '\t' -v OFS='\t' -v collection="$1" -v copies="$2" -v megabytes="$(echo "$3" | awk '{ print $1 / 1e6 }')" '
        function put(figure, value) { print "scale", collection, $4, copies "x", figure, value }
        $5 == "seconds" { put("ms/MB", 1e3 * $6 / megabytes) }
        $5 == "size" { put("size/text", $6 / 1e6 / megabytes) }
        $5 == "peak MB" { put("peak/text", $6 / megabytes) }
        $5 == "mean" { put($3 " us/MB", $6 / megabytes) }'
}

scale_build() { # collection, folder, engine
    index=$2/$3.served
    [ "$3" != ours ] || index=$2/ours.idx
    rm -rf "$index"
    build_command "$3" "$2" jsonl "$index"
    run_build "$3" "$programs/measure" scale "$1" - "$3" "$bytes"
    grep '^scale	' "$work/printed"
    printf 'scale\t%s\t-\t%s\tsize\t%s\n' "$1" "$3" "$(bytes_of "$index")"
}

measure_copies() { # collection, folder, copies
    say "$1: $3 times the text"
    scaled=$2/scaled
    mkdir "$scaled"
    bytes=$("$programs/dump" jsonl "$2/ours.idx" "$scaled/articles.jsonl" "$3")
    "$programs/dump" passages "$2/ours.idx" "$scaled/passages" "$3" >/dev/null
    sync
    engines=
    ! peer fts5 || engines="fts5"
    ! peer lucene || engines="$engines lucene-2"
    for engine in ours $engines; do
        scale_build "$1" "$scaled" "$engine"
        [ "$engine" = ours ] || pack "$engine" "$scaled/$engine.served"
    done >"$work/scaled"
    # shellcheck disable=SC2086
    serve_engines "$scaled" $engines
    ask scale "$1" "$2/scale-queries" $SCALE_ROUNDS | sed 's/	lucene	/	lucene-2	/' >>"$work/scaled"
    a_megabyte "$1" "$3" "$bytes" <"$work/scaled" >>"$raw"
    rm -rf "$scaled"
}

measure_scale() { # collection, folder
    "$programs/draw" "$2/ours.idx" $SCALE_QUERIES >"$2/scale-queries"
    for copies in 1 2 4 8; do measure_copies "$1" "$2" $copies; done
}
