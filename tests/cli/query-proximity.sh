# Proximity, over the project's corpus: each query beside its evidence, the distances counted by hand on the sentence that is printed first.
news-indexer -q corpus
evidence() { news-searcher --no-notes --explain -n 100 -- "$1" | sed -n 's/^      .*bytes [0-9-]*: //p'; }
news-searcher -n 1 '"the theft of intellectual property"' | tail -n 1
while IFS= read -r query; do
    echo "== $query: $(evidence "$query" | wc -l)"
    evidence "$query" | head -n 3
done <<'END'
motive near/1 theft
motive near/2 theft
theft near/2 motive
motive adj/2 theft
theft adj/2 motive
motive not near/1 theft
motive not near/2 theft
motive near/2 theft near/3 property
motive near/2 theft near/2 property
motive near/3 theft near/3 property
property near/3 theft near/3 motive
motive near/2 (theft near/3 property)
motive near/1 (theft near/3 property)
motive adj/2 theft adj/3 property
motive adj/2 property adj/3 theft
theft adj intellectual
intellectual adj theft
"intellectual property" near/2 theft
"intellectual property" near/1 theft
(intellectual or personal) near/2 theft
chief sentence motive
chief same motive
motive sentence chief
motive not sentence chief
ritesh same motive same biotech
ritesh sentence motive sentence biotech
kumar near/1 kumar
panda near/99 panda
orion near/99 orion
(serum near/3 india) near/1 of
serum near/2 (institute adj/2 india)
title:(doses near/3 vaccine)
title:(doses near/4 vaccine)
first/12 (hackers near/9 vaccine)
serum near/0 institute
(serum adj/9 india) near/0 institute
apt10 near/30 serum
apt10 near serum
apt-10 w/30 serum
END
# The same words in another order give the same evidence.
same() {
    evidence "$1" | sort >one
    evidence "$2" | sort >other
    cmp one other && echo "$(wc -l <one) $1"
}
same 'apt10 near serum' 'serum near apt10'
same 'a near/5 the near/5 of' 'of near/5 a near/5 the'
same 'hackers same (india or china)' '(china or india) same hackers'
same 'said sentence that sentence reuters' 'reuters sentence said sentence that'
same '(apt10 or "stone panda") near/9 serum' 'serum near/9 ("stone panda" or apt10)'
# What OR finds inside a proximity is what each finds.
for operator in near/9 adj/9 same sentence 'not near/9'; do
    evidence "(hackers or group) $operator said" >joined
    { evidence "hackers $operator said"; evidence "group $operator said"; } >apart
    echo "$operator: $(sort -u joined | wc -l) of $(sort -u apart | wc -l)"
    sort -u apart >sorted; sort -u joined | comm -23 - sorted
done
