# What the environment changes: colours and width; and what it does not: locales and zones.
command -v script >/dev/null || { echo "there is no script(1) to make a terminal with" >&2; exit 77; }
news-indexer -q corpus
query='apt10 near/20 "serum institute"'
plain=$(news-searcher -n 3 "$query" | cksum)
for locale in C POSIX tr_TR.UTF-8 de_DE.UTF-8 no_such_locale; do
    [ "$(LC_ALL=$locale LANG=$locale news-searcher -n 3 "$query" | cksum)" = "$plain" ] && echo "the same with $locale"
    [ "$(LC_ALL=$locale news-searcher -n 3 APT10 NEAR/20 '"SERUM INSTITUTE"' | cksum)" = "$plain" ] && echo "in capitals, too"
done
LC_ALL=tr_TR.UTF-8 news-indexer -q -o tr.idx corpus
cmp news.idx tr.idx && echo "and so is the index"
for zone in UTC Asia/Tokyo XXX+12; do [ "$(TZ=$zone news-searcher -n 3 "$query" | cksum)" = "$plain" ] && echo "the same in $zone"; done

# On a terminal there are colours unless the environment or an option says otherwise; through a pipe there are none unless asked for.
colours() { # environment and options, the terminal's width being 70
    env TERM=xterm $1 script -qec "stty cols 70; news-searcher -n 1 $2 '$query'" /dev/null </dev/null >shown
    printf '%s %s: %s coloured lines, widest %s\n' "$1" "$2" "$(grep -c "$(printf '\033\[')" shown)" \
        "$(sed '1,2d; s/\x1b\[[0-9;]*m//g; s/\r//' shown | awk '{ if (length($0) > w) w = length($0) } END { print (w <= 40 ? "40" : w <= 70 ? "70" : "more") }')"
}
colours A=1 ''
colours NO_COLOR=1 ''
colours NO_COLOR= ''
colours TERM=dumb ''
colours NO_COLOR=1 --color=always
colours A=1 --color=never
colours COLUMNS=40 ''
colours COLUMNS=wide ''
NO_COLOR=1 news-searcher -n 1 --color=always "$query" | grep -c "$(printf '\033\[')"
news-searcher -n 1 "$query" | grep -c "$(printf '\033\[')"
COLUMNS=40 news-searcher -n 1 "$query" | awk 'NR > 2 && length($0) > 40 { wide = 1 } END { print wide ? "wide" : "narrow" }'
