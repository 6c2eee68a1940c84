# queries.sh - what it takes to answer queries. A part of run-bench.
# shellcheck shell=sh disable=SC2154 # its variables are run-bench's

COLD_QUERIES=10 # of each kind
COLD_ROUNDS=3

# The index of an engine, packed: sets index. It is made, but where there is one that took long.
provide() { # folder, engine
    case $2 in recoll) form=files ;; *) form=jsonl ;; esac
    index=$1/$form.$2
    [ ! -e "$index.long" ] || return 0
    index=$1/$2.served
    [ ! -e "$index" ] || return 0
    build_command "$2" "$1" $form "$index"
    run_build "$2"
    pack "$2" "$index" || true
}

# The engines' processes, as `ask` wants to be told of them: sets served.
serve_engines() { # folder, engine...
    served="-- ours top $programs/peer_ours serve $1/ours.idx -- ours-best best $programs/peer_ours serve $1/ours.idx"
    served="$served -- ours-plain top $programs/peer_ours passage serve $1/ours.idx"
    served="$served -- ours-plain-best best $programs/peer_ours passage serve $1/ours.idx"
    folder_served=$1
    shift
    for engine in "$@"; do
        provide "$folder_served" "$engine"
        case $engine in
        fts5) served="$served -- fts5 top $programs/peer_fts5 serve $index" ;;
        fts5-match)
            served="$served -- fts5-best best $programs/peer_fts5 serve $index -- fts5-match all $programs/peer_fts5 serve $index"
            ;;
        xapian) served="$served -- xapian top $programs/peer_xapian serve $index" ;;
        lucene-2) served="$served -- lucene top $java serve english $index" ;;
        lucene-all) served="$served -- lucene-all top $java serve all $index" ;;
        esac
    done
}

ask() { # part, collection, queries, rounds
    # shellcheck disable=SC2086
    "$programs/ask" "$1" "$2" "$3" "$4" $served 2>"$work/complaints" || { cat "$work/complaints" >&2 && exit 2; }
    sed 's/ready	//' "$work/complaints" >>"$work/versions"
}

measure_warm() { # collection, folder
    engines=
    ! peer fts5 || engines="fts5 fts5-match"
    ! peer xapian || engines="$engines xapian"
    ! peer lucene || engines="$engines lucene-2 lucene-all"
    # shellcheck disable=SC2086
    serve_engines "$2" $engines
    say "$1: queries"
    "$programs/draw" "$2/ours.idx" "$BENCH_QUERIES" >"$2/queries"
    ask queries "$1" "$2/queries" "$BENCH_ROUNDS" >>"$raw"
    say "$1: queries with any words"
    "$programs/draw" "$2/ours.idx" "$BENCH_QUERIES" any >"$2/any"
    ask 'any words' "$1" "$2/any" "$BENCH_ROUNDS" >>"$raw"
}

measure_cold() { # collection, folder
    say "$1: cold processes"
    set -- "$@" -- ours ours "$build/news-searcher" --no-notes -i "$2/ours.idx" '{}'
    if peer fts5 && command -v sqlite3 >/dev/null; then provide "$2" fts5 && set -- "$@" -- sqlite3 sql sqlite3 -readonly "$index" '{}'; fi
    if peer omega; then provide "$2" omega && set -- "$@" -- quest xapian quest -d "$index" '{}'; fi
    if peer recoll; then provide "$2" recoll && set -- "$@" -- recollq recoll recollq -c "$index" -n 10 -A '{}'; fi
    if peer ripgrep; then set -- "$@" -- ripgrep regex rg --no-unicode --ignore-case --count '{}' "$2/articles.jsonl"; fi
    awk -v wanted=$COLD_QUERIES '++count[$1] <= wanted' "$2/queries" >"$2/cold"
    collection=$1 queries=$2/cold
    shift 2
    "$programs/cold" "$collection" "$queries" $COLD_ROUNDS "$@" 2>"$work/complaints" >>"$raw" || { cat "$work/complaints" >&2 && exit 2; }
}

measure_queries() { # collection, folder
    measure_warm "$@"
    measure_cold "$@"
}
