# collection.sh - asks the queries of a judged collection; for scripts to source.
#
# A collection is a folder: docs.jsonl, docs.jsonl.gz or a folder docs of files; queries.tsv, lines "QID<TAB>QUERY", each of which is words
# to rank by, whatever it contains; qrels.txt as score.awk reads it. Where it has passages.tsv, lines "QID<TAB>DOCID<TAB>WORDS" say which
# passages of it answer a query: those of the document that have the words, white space of any kind being one space.

# Index a collection: index_collection PROGRAMS COLLECTION INDEX. Records without a text are complained of, and no failure.
index_collection() {
    for docs in docs docs.jsonl docs.jsonl.gz; do
        [ ! -e "$2/$docs" ] || break
    done
    (cd "$2" && "$1/news-indexer" --quiet -o "$3" "$docs" 2>"$3.complaints") || [ $? = 1 ] || { cat "$3.complaints" >&2 && return 1; }
}

# Score its articles by qrels.txt: score_articles PROGRAMS COLLECTION INDEX [OPTION...]; with a line of each query where `each` is 1.
score_articles() {
    programs=$1 collection=$2 index=$3
    shift 3
    "$programs/news-searcher" -i "$index" --words --no-notes -f trec "$@" --batch "$collection/queries.tsv" >"$index.run" || [ $? = 1 ] || return 1
    awk -v each="${each-}" -f "$here/score.awk" "$collection/qrels.txt" "$index.run"
}

# Score its passages by passages.tsv, likewise: the mean of 1 / rank of the first that answers, among ten.
score_passages() {
    programs=$1 collection=$2 index=$3
    shift 3
    "$programs/news-searcher" -i "$index" --words --no-notes -f jsonl "$@" --batch "$collection/queries.tsv" >"$index.hits" || [ $? = 1 ] || return 1
    jq -r '[.query_id, .path, .rank, (.passage | gsub("\\s+"; " "))] | @tsv' "$index.hits" |
        awk -f "$here/passages.awk" "$collection/passages.tsv" -
}
