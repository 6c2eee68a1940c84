# Each manual page is clean, and that of a program has the options that --help has, no more and no fewer, in the same order.
for page in "$TOOLS"/../../indexer/*.1 "$TOOLS"/../../searcher/*.[17] "$TOOLS"/../../index/*.5; do
    # Whether other pages are installed on this machine is not the page's business.
    mandoc -Tlint -Wstyle "$page" 2>&1 | grep -v 'referenced manual not found\|outdated mandoc.db' | sed "s|.*/||"
    name=$(basename "$page")
    program=${name%.1}
    [ "$program" != "$name" ] || continue
    sed -n 's/^\.It Fl \(.*\)/\1/p' "$page" | sed 's/\\-/--/; s/\\-/-/g; s/ , /, /; s/ Ar / /; s/ Ns Op = Ns N$//; s/^\([^-]\)/-\1/' >written
    $program --help | sed -n 's/^  \( *-.[^ ]*.*\)/\1/p' | grep -o '^ *\(-., \)\{0,1\}--[a-z-]*\( [A-Z]*\)\{0,1\}' | sed 's/^ *//; s/ $//' >offered
    [ -s offered ] || echo "$name: no options found in --help"
    diff offered written | sed "s/^/$name: /"
done
