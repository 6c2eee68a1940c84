# The closing line; its times differ from run to run.
news-indexer -o news.idx corpus | sed 's/in [0-9.]* s, [0-9.]* MB/in N s, N MB/'
ls
