# One word, however it is spelled: each query of a line finds the same passages.
news-indexer -q corpus
hits() { news-searcher -n 100 "$1" | grep -o 'corpus/[^ ]*' | sort | cksum; }
for group in 'APT10 APT-10 apt‑10' 'cyberattack cyber-attack Cyber-Attacks' 'COVID19 covid-19 COVID-19' 'U.S. US us' '2,700 2700'; do
    for word in $group; do hits "$word"; done | uniq | wc -l
done
news-searcher -n 100 APT10 | grep -c 'APT 10'
