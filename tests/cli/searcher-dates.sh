# --since and --until: dates as in queries, the last one's day, month or year included; articles without a date are never shown.
news-indexer -q corpus
shown() { news-searcher -l "$@" | sort; echo "status $?"; }
shown --since 2021-03-10 the
shown --until 2020-11 the
shown --since 2021-03-03 --until 2021-03-03 hackers
news-searcher --since 2030 the; echo "status $?"

# They are part of the query, however it is read.
while read -r query; do news-searcher --parse --since 2021-03 --until 2021 -- "$query"; done <<'END'
apt10
stone panda
+serum -india
apt10 or serum
not apt10

END
news-searcher --parse --literal --until 2021-03 'war and peace'
printf 'a b\nid\tc and d\n' | news-searcher --no-notes --parse --since 2021 --batch -
printf 'hackers\nunheardofword\n' | news-searcher -c --since 2021-03-10 --batch -; echo "status $?"

# Told from now: as the calendar of the user's zone has it. The day may end while this runs.
check() { # zone, option, what `date` calls it
    for try in 1 2; do
        wanted=$(TZ=$1 date -d "$3" +%F)
        told=$(TZ=$1 news-searcher --parse --since "$2" word)
        [ "$told" = "word +date:$wanted.." ] && echo "$2 in $1" && return
    done
    echo "$2 in $1: $told, wanted $wanted"
}
for zone in UTC XXX-14 XXX+12; do
    check $zone today now
    check $zone yesterday '1 day ago'
    check $zone 7d '7 days ago'
    check $zone 2w '14 days ago'
done
check UTC 0m now
# A zone changes nothing else.
for zone in UTC XXX-14 XXX+12; do TZ=$zone news-searcher --since 2021-03-03 --until 2021-03-03 reuters | cksum; done

# What is no date, one message each.
for date in '' 2021-13 2021-02-30 21 7 7h -1d tomorrow 2021..2022; do news-searcher --since="$date" word; echo $?; done
news-searcher --until "$(printf '1d\033[2J')" word; echo $?
news-searcher --since 2021-04 --until 2021-03 word; echo $?
news-searcher --since 1d --until 1w --batch corpus; echo $?
