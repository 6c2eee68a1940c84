# With -q a batch ends at the first line that finds something, 0 at once: what comes behind it is not read, nor waited for.
news-indexer -q corpus
for jobs in 1 4; do
    printf 'unheardofword\n"suez canal"\nnor-this-one\n' | news-searcher -q --jobs $jobs --batch -; echo "status $?"
    printf 'unheardofword\nnor-this-one\n' | news-searcher -q --jobs $jobs --batch -; echo "status $?"
    yes '"suez canal"' 2>/dev/null | news-searcher -q --jobs $jobs --batch -; echo "status $?"
done

# A pipe that stays open.
mkfifo lines
for jobs in 1 4; do
    exec 3<>lines
    timeout 60 news-searcher -q --jobs $jobs --batch lines 3<&- &
    echo unheardofword >&3
    echo '"suez canal"' >&3
    wait $!
    echo "status $?"
    exec 3<&-
done

# As with grep, what could not be answered before a match is told, and is no failure then; what stands behind one is not.
for jobs in 1 4; do
    { head -c 11000 /dev/zero | tr '\0' x; echo; echo stone and panda; echo suez; echo a and b; head -c 11000 /dev/zero | tr '\0' x; } >long
    news-searcher -q --jobs $jobs --batch long; echo "status $?"
    head -n 1 long | news-searcher -q --jobs $jobs --batch -; echo "status $?"
done
