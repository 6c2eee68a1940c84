# Every command of the README prints what the README says.
readme=$TOOLS/../../README.md
"$TOOLS/run-readme" "$readme" | diff "$readme" -

# The picture is what the programs print. Without python3 it is not drawn.
query='"stone panda" near/20 (server* OR vaccin*)'
if command -v python3 >/dev/null; then
    COLUMNS=96 news-searcher -n 2 --color always "$query" | "$TOOLS/terminal-svg" "news-searcher -n 2 '$query'" |
        diff "$TOOLS/../../searcher/terminal.svg" -
fi

# The recipes run as they stand; what they pipe into is there by name only, and a cron line is run without its times.
mkdir -p bin home/news
cp -R corpus home/news
printf 'panda\t"stone panda"\nvaccines\tvaccin*\n' >home/watch
for tool in fzf vim; do
    printf '#!/bin/sh\nfor last; do :; done\n[ -t 0 ] || cat >/dev/null\n[ %s = fzf ] || grep -q : "$last" || echo "nothing to open"\n' $tool >bin/$tool
done
chmod +x bin/*
sed -n '/^```sh$/,/^```$/p' "$readme" | grep -v '^```' | sed 's/^0 7 \* \* \* //' >recipes
while IFS= read -r recipe; do
    HOME=$PWD/home PATH=$PWD/bin:$PATH bash -c "$recipe" >/dev/null 2>complaints </dev/null
    [ $? -le 1 ] && ! [ -s complaints ] || { echo "$recipe"; cat complaints; }
done <recipes
wc -l <recipes
