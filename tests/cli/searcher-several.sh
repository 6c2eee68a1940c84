# Several indexes are searched as one: the same hits, in the same order, with the same scores, as in one index of all articles.
set -- corpus/*
mkdir first second
for path in "$@"; do if [ $((${n:=0} % 2)) = 0 ]; then cp -R "$path" first/; else cp -R "$path" second/; fi; n=$((n + 1)); done
news-indexer -q -o all.idx corpus
news-indexer -q -o first.idx first
news-indexer -q -o second.idx second
here() { sed 's!\(first\|second\)/!corpus/!g'; } # as if all of them were in one folder
while read -r query; do
    news-searcher -i all.idx --explain "$query" >one
    news-searcher -i first.idx -i second.idx --explain "$query" | here | cmp - one && echo "$query: $(grep -c '^[0-9]*[.] ' one)"
done <<'END'
cyberattack
apt10 NEAR serum
"supply chain" NEAR/10 attack
vaccin* -india
china path:2021-03-0*
=WHO
serum~
2 of (china india vaccine)
END
news-searcher -i second.idx -i first.idx -n 1 --color never cyberattack | here
# One that is named twice, by whatever name, is searched once.
ln -s first.idx again.idx
news-searcher -i first.idx -c china
news-searcher -i first.idx -i first.idx -i again.idx -c china
# In a batch each thread has all of them.
printf 'china\ncyberattack\n"suez canal"\n' >queries
news-searcher -i all.idx --batch queries --jobs 1 >one
for jobs in 1 4; do news-searcher -i first.idx -i second.idx --batch queries --jobs $jobs | here | cmp - one && echo same; done
# All of them have to be there, and to be of one language.
news-searcher -i first.idx -i missing.idx china; echo $?
news-searcher -i first.idx -i missing.idx --batch queries; echo $?
news-indexer -q -o german.idx --language german first
news-searcher -i first.idx -i german.idx china; echo $?
# Without any, NEWS_INDEX names the one, unless it is empty.
NEWS_INDEX=first.idx news-searcher -c china
NEWS_INDEX=missing.idx news-searcher -c china; echo $?
NEWS_INDEX=missing.idx news-searcher -i first.idx -c china
NEWS_INDEX='' news-searcher -c china; echo $?
NEWS_INDEX=missing.idx news-searcher --parse china
NEWS_INDEX=second.idx news-searcher --batch queries -c
