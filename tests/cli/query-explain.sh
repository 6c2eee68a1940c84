# What --explain tells is so: the parts of each score sum to it, and each evidence stands at its bytes, line and column of its file.
news-indexer -q corpus
news-searcher --explain -n 1 '(apt10 NEAR serum) +"stone panda" india'
news-searcher --explain -n 1 'NOT date:2021'

check() {
    news-searcher --no-notes --explain -n 1000 "$@" >explained 2>told
    awk '/^    score / { if (seen && (sum - score > 1e-6 || score - sum > 1e-6)) print "a score of " score " that sums to " sum
                         score = $2; sum = 0; seen = 1; scores++ }
         /^      [0-9.]+  / { sum += $1 }
         END { if (sum - score > 1e-6 || score - sum > 1e-6) print "a score of " score " that sums to " sum; print scores + 0 " scores" }' explained
    sed -n 's/^      \(corpus[^:]*\):\([0-9]*\):\([0-9]*\): bytes \([0-9]*\)-\([0-9]*\): \(.*\)/\1\t\2\t\3\t\4\t\5\t\6/p' explained >evidence
    grep -c ': bytes ' explained >places
    [ "$(cat places)" = "$(wc -l <evidence)" ] || echo "places of another form"
    while IFS='	' read -r file line column begin end text; do
        found=$(tail -c +$((begin + 1)) "$file" | head -c $((end - begin)) | tr -s ' \n\r' ' ')
        [ "$found" = "$(echo "$text" | tr -s ' ')" ] || echo "$file: bytes $begin-$end are $found, not $text"
        start=$(head -n $((line - 1)) "$file" | wc -c)
        [ $((start + column - 1)) = "$begin" ] || echo "$file:$line:$column is not byte $begin"
        case $(grep -n '' "$file" | sed -n "s/^$line://p" | cut -b "$column-") in
        "${found%% *}"*) ;;
        *) echo "$file:$line:$column is not $found" ;;
        esac
    done <evidence
    echo "$(wc -l <evidence) evidences of $*"
}
check --expand=200 vaccine
check --like corpus/2021-03-09-claims-and-denials.txt
while IFS= read -r query; do check -- "$query"; done <<'END'
panda
apt10
"serum institute"
apt10 near/40 serum
hackers same vaccine
reuters sentence said
first/20 of
title:vaccine
inst?tute or serumm~
+cyfirma -panda mss
2 of (panda cyfirma "intellectual property")
covid-19 date:2020
date:2020
END
