# What the scripts share that become another user than root; they source it. Where programs count the lines that they run, the user may not
# write the counts, of which they complain.
as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
user() {
    (umask 077 && : >said)
    as_user "$@" 2>said
    set -- $?
    grep -v '^profiling:' said >&2
    rm -f said
    return "$1"
}
user news-indexer --help >help 2>&1 || { echo "cannot run the program as another user: $(head -n 1 help)" >&2; exit 77; }
rm -f help
