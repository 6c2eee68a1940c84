# What holds in articles: articles of a few letters, each named by those it has, and each query beside those it finds.
mkdir texts
for letters in a b c d 'a b' 'a c' 'b c' 'a b c' 'a a a' 'a b a b' 'a b c d'; do
    echo "$letters" >"texts/$(echo "$letters" | tr -d ' ')"
done
news-indexer -q texts
find() { news-searcher --no-notes -n 100 -- "$1" | sed -n 's/^    texts\/\([^:]*\):.*/\1/p' | sort | paste -s -d ' '; }
while IFS= read -r query; do printf '%-26s %s\n' "$query" "$(find "$query")"; done <<'END'
a
a b
a or b
a and b
a and b and c
a b and c
(a b) and c
a b or c
a not b
a and not b
not a
not a and not b
not (a or b)
not (a and b)
not not a
a or not b
a and (b or c)
a and b or c
a or b and c
+a
+a b
+a +b
+a -b
+a -b c
-a
-a -b
a -b
a -b -c
+(a b) -c
+a -(b c)
-(a and b) a
+(a -b) c
(+a -b) or (+b -a)
2 of (a b c)
3 of (a b c)
4 of (a b c)
1 of (a b)
2 of (a b c) and not d
2 of (a or b or c)
2 of ("a b" c d)
2 of (not a not b not c)
atleast2 a
atleast3 a
atleast4 a
atleast2 (a or b)
atleast2 (a and b)
atleast2 (a near/3 b)
atleast2 "a b"
atleast1 a and not atleast2 a
atleast2 a or d
not atleast2 a and a
+atleast2 a -b
"a b" or "b c"
"a b" and "b c"
"a * b"
"a * *"
()
a ()
END
# Words that are wanted only add to the rank: with +a, the article that has b, too, comes first, and all that have a come.
news-searcher --no-notes -n 1 '+a +c d' | sed -n 's/^    texts\///p'
news-searcher --no-notes -n 100 '+a d' | grep -c '^    texts'
news-searcher --no-notes -n 100 'a' | grep -c '^    texts'
