# On a terminal the counts have bars, which take its width; they are plain where the locale is. No test of the others sees a terminal.
command -v script >/dev/null || { echo "script is not installed (bsdutils)" >&2; exit 77; }
news-indexer -q corpus
on_terminal() { # columns, locale
    COLUMNS=$1 LC_ALL=$2 script -qec "news-searcher --no-notes --facet date:month 'vaccine or china'" /dev/null </dev/null | tr -d '\r'
}
on_terminal 40 C.UTF-8
on_terminal 40 C
on_terminal 20 C
COLUMNS=40 news-searcher --no-notes --facet date:month 'vaccine or china'
