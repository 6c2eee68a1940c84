# What shells complete: every option of --help, the values of choices, and files where one is wanted.
touch 'a file.txt' other.idx
for program in news-indexer news-searcher; do
    $program --help | grep -o -- '^  ..[, ] --[a-z-]*' | sed 's/.*--//' | sort >names
    for shell in bash zsh fish; do
        $program --completion $shell >$program.$shell || echo "$program $shell: $?"
        if command -v $shell >/dev/null; then $shell -n $program.$shell || echo "$shell cannot read it"; fi
        while read -r name; do
            grep -Eq -- "(--|-l )$name([^a-z-]|\$)" $program.$shell || echo "$program: $shell does not know --$name"
        done <names
    done
done
cat >ask.bash <<'END'
. ./$1.bash
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
"_$(echo "$1" | tr - _)"
printf '%s|' "${COMPREPLY[@]}"
echo
END
bash ask.bash news-searcher news-searcher --col
bash ask.bash news-searcher news-searcher --color ''
bash ask.bash news-searcher news-searcher --color = n
bash ask.bash news-searcher news-searcher --color =
bash ask.bash news-searcher news-searcher -i o
bash ask.bash news-searcher news-searcher -n ''
bash ask.bash news-searcher news-searcher ''
bash ask.bash news-indexer news-indexer a
bash ask.bash news-indexer news-indexer --writer ''
news-searcher --completion tcsh
