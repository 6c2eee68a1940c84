# The same articles give the same bytes, whatever the order in which the file system lists them. An order cannot be asked of a file system:
# some list names as they were made, some by a hash of the name. But a file system does not list names in their own order both when they
# were made in that order and when they were made against it, unless it sorts them itself. So the articles are made in both ways, at
# least one listing must be out of order, and both indexes must be the one that comes of naming the files in order on the command line.
mv corpus wanted
out_of_order=0
for order in '' -r; do
    rm -rf corpus
    (cd wanted && find . -type f | sort $order) | while read -r file; do
        mkdir -p "corpus/${file%/*}"
        cp -p "wanted/$file" "corpus/$file"
    done
    find corpus -type f ! -name 'README*' >listed
    sort listed >sorted
    cmp -s listed sorted || out_of_order=1
    news-indexer -q -o "folder$order.idx" corpus
    # shellcheck disable=SC2046 # names without white space are meant to part
    news-indexer -q -o named.idx $(cat sorted)
    cmp "folder$order.idx" named.idx && echo same
done
[ $out_of_order = 1 ] || { echo "this file system lists names in order" >&2; exit 77; }
cmp folder.idx folder-r.idx && echo same
# Named in another order they are another index: the order does reach the bytes.
# shellcheck disable=SC2046
news-indexer -q -o reverse.idx $(sort -r sorted)
cmp -s folder.idx reverse.idx || echo "the order matters"
