# Every example of news-query(7) prints what the page says, and every form of the language has one. The page folds long lines.
page=$TOOLS/../../searcher/news-query.7
"$TOOLS/mdoc-console" "$page" >examples
"$TOOLS/run-readme" examples | fold -sw 73 | sed 's/ *$//' | diff examples -
sed -n "s/^\\$ news-searcher [^']*'\([^']*\)'.*/\1/p" examples >queries

# What an example of a form is known by: form, regular expression.
has() { grep -Eiq -- "$2" queries || echo "no example of $1"; }
before='(^|[ (])' # an operand
behind='([ )]|$)'

has 'a b' '^[a-z0-9]+ [a-z0-9]+$'
has '+a' "$before\+[a-z]"
has '-a' "$before-[a-z]"
has '"a b"' "$before\"[a-z]+ [a-z]+\"$behind"
has '"a * b"' '"[a-z]+ \* [a-z]+"'
has '=a' "$before=[a-z]"
has '="a b"' "$before=\"[a-z]+ [a-z]+\""
has 'a*' "${before}[a-z]+\*"
has '*a' '[ ("]\*[a-z]'
has 'a?b' '[a-z]\?[a-z*]'
has 'a~' "[a-z]~$behind"
has 'a~2' "[a-z]~2$behind"

has 'a near b' ' near [a-z]'
has 'a near/N b' '[^t] near/[0-9]+ '
has 'a nearN b' ' near[0-9]+ '
has 'a w/N b' ' w/[0-9]+ '
has 'a adj b' ' adj [a-z]'
has 'a adj/N b' ' adj/[0-9]+ '
has 'a adjN b' ' adj[0-9]+ '
has 'a pre/N b' ' pre/[0-9]+ '
has 'a same b' ' same [a-z]'
has 'a w/p b' ' w/p '
has 'a sentence b' ' sentence [a-z]'
has 'a w/s b' ' w/s '
has 'a not near/N b' ' not near/[0-9]+ '
has 'a not sentence b' ' not sentence '
has 'a near/N b near/N c' ' (near|w)/([0-9]+) [a-z]+ \1/\2 '

has 'a and b' ' and [a-z]'
has 'a or b' ' or [a-z]'
has 'a not b' '[a-z] not \('
has 'not a' '(^|[(])not [a-z]'
has '( )' '\(.*\)'
has 'atleastN a' "${before}atleast[0-9]+ "
has 'atleast/N a' "${before}atleast/[0-9]+ "
has 'N of (a b c)' "${before}[0-9]+ of \("
for field in title body section by byline source; do has "$field:a" "$before$field:[a-z\"(]"; done
has 'date:A' "${before}date:[0-9-]+$behind"
has 'date:A..B' "${before}date:[0-9-]+\.\.[0-9]"
has 'date:A..' "${before}date:[0-9-]+\.\.$behind"
has 'date:..B' "${before}date:\.\.[0-9]"
has 'path:a' "${before}path:[a-z0-9*?]"
has 'path:"a b"' "${before}path:\""
has 'first/N a' "${before}first/[0-9]+ "
