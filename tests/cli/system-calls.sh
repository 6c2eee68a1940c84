# What the programs ask of the system: nothing of the network, though articles name things there, and nothing is made, changed or removed but the
# index and the hidden folder beside it, in which every file is one that was not there before.
command -v strace >/dev/null || { echo "strace is missing" >&2; exit 77; }
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" # for leaks are looked for with ptrace(2), as strace works
strace -f -o trace true 2>complaints || { echo "strace does not work here: $(head -n 1 complaints)" >&2; exit 77; }
mkdir folder elsewhere
export TMPDIR="$PWD/elsewhere"
"$TOOLS/random-news" 8 1500 | gzip -c >corpus/random.jsonl.gz
cat >corpus/far.xml <<'END'
<?xml version="1.0"?>
<!DOCTYPE rss SYSTEM "http://www.example.org/rss.dtd" [<!ENTITY far SYSTEM "http://www.example.org/far">]>
<rss version="2.0"><channel><item><title>Far &far; away</title><description>It was far away.</description></item></channel></rss>
END
cat >corpus/page.html <<'END'
<html><head><title>A page</title><link href="http://www.example.org/x.css" rel="stylesheet"></head><body><p>A page of words.</p></body></html>
END

traced() {
    strace -f -y -qq -e trace=network,file,desc -o trace "$@" >out 2>complaints
    echo "$1: $?"
    cat trace >>all
}
for options in -j1 '-j2 -m16M' '-m16M --writer=xapian'; do
    # shellcheck disable=SC2086 # options are meant to part
    traced news-indexer -q $options -o folder/news.idx corpus
done
grep 'folder/\.news-index\.[^/]*/scratch' all | grep -q O_CREAT && echo "some of it wrote temporary files"
traced news-searcher -i folder/news.idx -n 1 'apt10 near serum'
traced news-searcher -i folder/news.idx -f html --since 2021 'panda* or serum~'
traced news-searcher -i folder/news.idx -i folder/news.idx --facet date:month 'vaccine'
echo 'stone panda' >queries
traced news-searcher -i folder/news.idx --batch queries --jobs 3
traced news-searcher -i folder/news.idx --expand --like corpus/2021-03-02-vaccine-makers-hackers.txt
traced news-searcher -i folder/news.idx --info -f jsonl
traced news-indexer --verify folder/news.idx
traced news-indexer --list corpus
traced news-indexer -q --log folder/log -o folder/news.idx corpus
[ "$(wc -l <all)" -gt 300 ] && echo "much was seen"

echo "of the network:"
grep -E '^[0-9]+ +(socket|socketpair|connect|bind|listen|accept4?|shutdown|send[a-z]*|recv[a-z]*|[gs]etsockopt|get(sock|peer)name)\(' all | grep -v ' sendfile('
# Descriptors are shown with what they lead to. gcov and ThreadSanitizer write files of their own where programs are built for them.
grep -E '^[0-9]+ +(((openat2?|open|creat)\(.*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND))|(mkdir|rename|link|symlink|unlink|rmdir|mknod|chmod|chown|truncate|utime|lchown|fchown|fchmod|ftruncate|[fl]?(set|remove)xattr)[a-z0-9]*\()' all |
    grep -v '\.gcda"\|/tsan\.rodata\.[0-9]*[">]' >changes
[ "$(wc -l <changes)" -gt 20 ] && echo "much was written"
awk '/ fsync\([0-9]+<[^>]*\/folder\/\.news-index\.[^\/>]*\/[^\/>]*>/ { synced = 1 }
    / rename[a-z0-9]*\(.*news\.idx"/ { if (synced) kept++; else print "renamed before it was on the disk"; synced = 0 }
    END { print kept + 0 " indexes were on the disk when they were renamed" }' all
echo "changed elsewhere:"
here=$(pwd -P)
grep -vE "\"($here/)?folder/|<$here/folder/|\"/proc/self/fd/[0-9]+\"" changes
echo "made where something may have been:"
grep O_CREAT changes | grep -v 'O_EXCL\|"folder/log"\|folder/\.news-index\.[^/]*/scratch/postings/' # which is Xapian's, within ours; and the log is written over
ls -A elsewhere folder
