# A full disk is an error; a closed pipe is a quiet end. The output is larger than any pipe holds, so that it does meet the closed end, and
# the searcher's own exit status is kept: 0, or 141 where the signal ended it.
news-indexer -q corpus
news-searcher apt10 >/dev/full; echo $?

mkdir many
for copy in $(seq 100); do cp -R corpus "many/$copy"; done
news-indexer -q -o many.idx many
news-searcher -i many.idx -n 100000 the >whole
[ "$(stat -c %s whole)" -gt 2000000 ] && echo "over 2 MB of hits"
for signal in - ''; do # once where the signal ends it, once where it is ignored and writing fails
    {
        trap "$signal" PIPE
        news-searcher -i many.idx -n 100000 the 2>complaints
        echo $? >code
    } | head -n 1 >first
    cmp first whole 2>&1 | grep -c 'EOF on first'
    case $(cat code) in
    0 | 141) echo "a quiet end" ;;
    *) echo "exit status $(cat code)" ;;
    esac
    cat complaints >&2
done

# What stands behind the last answer of a batch counts as much as the answers.
echo vaccine >queries
for format in json html 'tsv --header'; do
    news-searcher --batch /dev/null -f $format >/dev/full; echo "$format: $?"
    news-searcher --batch queries -f $format >/dev/full; echo "$format: $?"
done
