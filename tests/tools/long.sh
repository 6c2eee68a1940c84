# What the scripts of tests/long/ share; they source it.

# A number for all that there is to do, with LONG=1, and one for a sample.
some() { if [ "$LONG" ]; then echo "$1"; else echo "$2"; fi; } # all, sample

# ---- Builds ----

# The target of all builds, in a folder of its own.
index=folder/news.idx

build() { news-indexer -q -o "$index" "$@"; }

# Build NAME.jsonl for each NAME, and keep the index as NAME.idx; the last stays at the target. The first two have to differ.
build_each() {
    mkdir folder
    for input in "$@"; do build "$input.jsonl" && cp "$index" "$input.idx"; done
    cmp -s "$1.idx" "$2.idx" && echo "the inputs are the same"
}

# What is in the folder beside the target.
left() { find folder -mindepth 1 ! -path "$index"; }

# ---- What goes on beside ----

parent=$$
wanted() { [ ! -e stop ] && kill -0 $parent 2>/dev/null; }

# Do something again and again in the background, until there is a file `stop`, or this shell ends.
keep_on() {
    trap ': >stop; wait' EXIT
    while wanted; do "$@"; done &
}
