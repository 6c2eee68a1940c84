# near/N, in any letter case and either order.
news-indexer -q corpus
places() { news-searcher -n 100 "$@" | grep -o 'corpus/[^ ]*'; echo "status $?"; }
places 'serum near/2 biotech'
places 'biotech NEAR2 SERUM'
places 'serum near/3 biotech'
places '"stone panda" near/5 "serum institute"'
