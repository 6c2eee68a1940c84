# One word, however it is spelled: each query of a group finds the same passages. A line a group: how many different answers there are,
# which is 1, and how many passages each finds, which is never 0.
news-indexer -q corpus
hits() { news-searcher -n 100 "$1" | grep -o 'corpus/[^ ]*' | sort; }
for group in 'APT10 APT-10 apt‑10' 'cyberattack cyber-attack Cyber-Attacks' 'COVID19 covid-19 COVID-19' 'U.S. US us' '2,700 2700'; do
    for word in $group; do hits "$word" >found && echo "$(wc -l <found) $(cksum <found)"; done | sort -u >answers
    echo "$(wc -l <answers) $(cut -d ' ' -f 1 answers | paste -s -d ' ') $group"
done
news-searcher -n 100 APT10 | grep -c 'APT 10'
