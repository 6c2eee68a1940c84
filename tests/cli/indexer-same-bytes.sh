# The same articles give the same bytes, whatever the order in which the file system lists them.
news-indexer -q -o a.idx corpus
mkdir other && (cd corpus && find . -type f | sort -r | cpio -pdm --quiet ../other 2>/dev/null || find . -type f | sort -r | while read -r f; do mkdir -p "../other/$(dirname "$f")"; cp -p "$f" "../other/$f"; done)
mv corpus first && mv other corpus
news-indexer -q -o b.idx corpus
cmp a.idx b.idx && echo same
