# A umask that takes rights from the owner too takes them from the index when it is done, and not from what it is made of: the hidden folder
# was one that its maker could not enter. Root would not notice.
user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
user news-indexer --help >help 2>&1 || { echo "cannot run the program as another user: $(head -n 1 help)" >&2; exit 77; }
chmod 755 .
news-indexer -q -o wanted.idx corpus
mkdir -m 777 open
for mask in 0177 0200 0400 0700 0777; do
    for writer in bulk xapian; do
        (umask $mask && user news-indexer -q --writer $writer -o open/$writer.idx corpus); echo $?
        stat -c "umask $mask, $writer: mode %a" open/$writer.idx
        chmod 644 open/$writer.idx
    done
    cmp open/bulk.idx wanted.idx
    rm -f open/*.idx
done
# The log gets what the umask leaves, and an index that is replaced keeps what it has.
(umask 0777 && user news-indexer -q --log open/log -o open/news.idx corpus); echo $?
stat -c "log: mode %a" open/log
user chmod 640 open/news.idx
(umask 0777 && user news-indexer -q -o open/news.idx corpus); echo $?
stat -c "replaced: mode %a" open/news.idx
# What a build left that was killed goes with the next.
mkfifo -m 644 pipe
# shellcheck disable=SC2016 # it is the inner shell's own number
{ user sh -c 'echo $$ >open/pid; umask 0777; exec news-indexer -q -o open/news.idx - <pipe'; } 2>killed &
exec 3>pipe
for _ in $(seq 500); do [ -z "$(find open -name news-index.lock)" ] || break; sleep 0.01; done
kill -KILL "$(cat open/pid)"
wait $!; echo $?
(umask 0777 && user news-indexer -q -o open/news.idx corpus); echo $?
ls -A open
