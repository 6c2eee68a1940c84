# How queries are read: each row of the language, what binds tightest, what is mended. The canonical form, which is printed beside each,
# is read without a note as itself.
while IFS= read -r query; do
    read=$(news-searcher --no-notes --parse -- "$query") || echo "exit status $?"
    printf '%-36s %s\n' "$query" "$read"
    again=$(news-searcher --strict --parse -- "$read") || echo "not without a note: $read"
    [ "$again" = "$read" ] || echo "read again as $again"
done <<'END'
vaccine makers
Vaccine   MAKERS's
+serum -india
+serum -"new delhi" +(a OR b) c
-a
+a
-a -b
well-known -known - + well- +-a
"stone panda"
“stone panda” „stone panda“ «stone panda»
"stone * panda" "* panda" "wom?n and *" "near" "panda"
"*"
=WHO ="Stone Panda" ="WHO" title:=WHO
=(a b)
vaccin* wom?n *virus a**b
"vaccin* maker"
* ? ??*
institute?
covid-1* b*.com
serum~ serum~1 serum~2 covid-19~
serum~0 serum~7 "a b"~2 (a b)~
APT-10 apt‑10 AT&T bbc.com http://bbc.com/news
a NEAR b
a near/5 b
a near5 b
a w/5 b
a NEAR/0 b
a near/100001 b
a adj b
a ADJ/3 b
a adj3 b
a pre/3 b
a same b
a w/p b
a Sentence b
a w/s b
a not near/5 b
a not near b
a not w/5 b
a not adj b
a not pre/2 b
a not same b
a not w/p b
a not sentence b
a not w/s b
first/50 a
first/50 (a near/3 b)
title:a body:b
title:(a near/3 b) title:"a b" title:vaccin*
section:china by:"a b" byline:c source:x
path:2021*.txt
path:"old news/*" path:"a""b"
vaccine path:2021-03-* -path:x
date:2021 date:2021-03 date:2021-03-01
date:2020..2021-03 date:2021.. date:..2021
date:march date:2021-02-30 date:2020-02-29
atleast3 x
ATLEAST/3 (a or "b c")
2 of (a b c)
2 of (a or b or c)
2 of (a and b and c)
3 of (a b) 0 of (a b) 2 of a
a and b
a or b
not a
a not b
a and not b
a or not b
a AND b AND c
a OR b OR c
(a AND b) AND c
(a OR (b OR c))
a && b || !c
title:a near/3 b
first/9 a near/3 b
title:a b
not title:a
atleast3 a near/3 b
-a near/3 b
=a near/3 b~
2 of (a b) near/3 c
a b and c
a b or c
not a b and c
not a and b
not not a
a and b or c
a or b and c
a or b c
a and (b or c)
a near/5 b near/5 c
a near/5 b near/10 c
(a near/5 b) near/5 c
a near/5 (b near/5 c)
a near/5 b adj c
a adj b near/5 c
a adj b adj c
a adj (b adj c)
a same b same c
a sentence b same c
a near/5 b not near/5 c
a not near/5 b near/5 c
a near/5 b c near/5 d
vaccine date:2021-03
vaccine section:china or serum
date:2021 path:x
-date:2021 a
(date:2021 a) or b
(a or b) near/3 c
(a b) near/3 c
(a and b) near/3 c
a near/3 (b not c)
a near/3 (b -c)
a near/3 (+b c)
a near/3 (2 of (b c))
a near/3 (date:2021 b)
a near/3 atleast2 b
a near/3 not b
(a and b) near/3 (c and d)
first/9 (a and b)
title:(a and b)
title:(a -b)
title:(body:a)
title:(first/9 a)
first/9 title:a
section:(a and not b)
section:(date:2021 a)
atleast2 (a and b)
atleast2 (a or b)
atleast2 date:2021
a not near/3 (b and c)
(a and b) not near/3 c
"a b
(a (b
a) b)
() a
""
a and
and a
near/3 a
a near/3
a and or b
a near/3 near/3 b
near/x a near/-5 b first/x atleast
foo:bar title: date:
of first w pre atleast by same
AND
END
