# Who asks line by line gets each answer when it is there, whatever the number of threads, though the pipe stays open.
news-indexer -q corpus
mkfifo asked told
for jobs in 1 4; do
    news-searcher --no-notes --parse --jobs $jobs --batch - <asked >told &
    exec 3>asked 4<told
    for query in one two three; do
        printf '%s\n' "$query" >&3
        IFS= read -r answer <&4
        echo "$answer"
    done
    printf 'four, without a line end' >&3
    exec 3>&-
    cat <&4
    exec 4<&-
    wait
done

# A pipe that nobody reads is a quiet end, also where the lines do not end: once where the signal ends it, once where it is ignored.
for signal in - ''; do
    for jobs in 1 4; do
        {
            trap "$signal" PIPE
            yes '"suez canal"' 2>/dev/null | news-searcher --jobs $jobs --batch - 2>complaints
            echo $? >code
        } | head -n 1
        case $(cat code) in
        0 | 141) echo "a quiet end" ;;
        *) echo "exit status $(cat code)" ;;
        esac
        cat complaints
        rm code
    done
done

# So it is where all wait for the next line of a pipe that stays open: an answer that nobody reads is the last.
mkfifo lines
for jobs in 1 4; do
    exec 3<>lines
    {
        trap '' PIPE
        timeout 60 news-searcher --jobs $jobs --batch lines 3<&-
        echo $? >code
    } | head -n 1 &
    until [ -s code ]; do
        echo '"suez canal"' >&3
        sleep 0.02
    done
    wait
    exec 3<&-
    echo "status $(cat code)"
    rm code
done

# A full disk is an error, and the end.
for jobs in 1 4; do yes '"suez canal"' | head -n 1000 | news-searcher --jobs $jobs --batch - >/dev/full; echo "status $?"; done
