# What comes to the target at the last moment, when it has been seen that nothing stands there, is left. Where the file system cannot see to
# that, an index is made all the same. The system is held up, or made to fail, by strace.
command -v strace >/dev/null || { echo "strace is missing" >&2; exit 77; }
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" # for leaks are looked for with ptrace(2), as strace works
held() { # what happens to the renaming that replaces nothing, where to
    strace -f -qq -e trace=fsync,renameat2 -e "inject=renameat2:$1" -o trace news-indexer -q -o "$2" corpus
}
held error=EXDEV news.idx || { echo "strace does not work here" >&2; exit 77; }
for error in EINVAL ENOSYS EEXIST; do
    rm news.idx
    held error=$error news.idx; echo $?
    news-indexer -q --verify news.idx; echo $?
done
rm trace
held delay_enter=3000000 late.txt &
until [ -s trace ]; do sleep 0.01; done
sleep 0.5
echo precious >late.txt
wait $!; echo $?
cat late.txt
grep -c 'renameat2.* EEXIST ' trace
ls -A
