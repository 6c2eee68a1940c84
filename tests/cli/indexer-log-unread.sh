# A log that may be written and not read can only be taken for no index: it was refused. Root may read all. Where reading fails for another
# reason, what would be emptied may be an index.
. "$TOOLS/user.sh"
speed=/sys/class/net/lo/speed # which the loopback device does not have
if [ ! -f $speed ] || head -c 1 $speed >/dev/null 2>&1; then
    echo "there is no file here that can be opened and not read" >&2
    exit 77
fi
chmod 755 .
mkdir -m 777 open
printf 'of yesterday\n' | user sh -c 'cat >open/log; chmod 200 open/log'
printf '{"title":"A title","date":"nobody knows"}\n' >news.jsonl
user news-indexer -q --log open/log -o open/news.idx news.jsonl 2>/dev/null; echo $?
user chmod 600 open/log
user cat open/log
news-indexer -q --log $speed -o news.idx news.jsonl; echo $?
ls -A open
