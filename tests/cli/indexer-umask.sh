# A umask that takes rights from the owner too takes only those of others: the hidden folder was one that its maker could not enter, and the
# index one that the next build could not read to see what it was about to replace. Root would not notice.
. "$TOOLS/user.sh"
chmod 755 .
news-indexer -q -o wanted.idx corpus
mkdir -m 777 open
for mask in 0177 0200 0400 0700 0777; do
    for writer in bulk xapian; do
        for build in first second; do
            (umask $mask && user news-indexer -q --writer $writer -o open/$writer.idx corpus); echo $?
            stat -c "umask $mask, $writer, $build: mode %a" open/$writer.idx
        done
    done
    user cmp open/bulk.idx wanted.idx
    rm -f open/*.idx
done
# So it is with the log, and an index that is replaced keeps what it has.
for build in first second; do (umask 0777 && user news-indexer -q --log open/log -o open/news.idx corpus); echo $?; done
stat -c "log: mode %a" open/log
user chmod 640 open/news.idx
(umask 0777 && user news-indexer -q -o open/news.idx corpus); echo $?
stat -c "replaced: mode %a" open/news.idx
# What a build left that was killed goes with the next.
mkfifo -m 644 pipe
# shellcheck disable=SC2016 # it is the inner shell's own number
{ user sh -c 'echo $$ >open/pid; umask 0777; exec news-indexer -q -o open/news.idx - <pipe'; } 2>killed &
exec 3<>pipe
locks() { find open -name news-index.lock | wc -l; }
while kill -0 $! && [ "$(locks)" = 0 ]; do sleep 0.01; done
echo "lock files: $(locks)"
kill -KILL "$(cat open/pid)"
wait $!; echo $?
(umask 0777 && user news-indexer -q -o open/news.idx corpus); echo $?
ls -A open
