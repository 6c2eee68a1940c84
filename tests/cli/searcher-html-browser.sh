# In a browser a page of hostile text has no element that is not ours, and can be drawn wide and narrow, by day and by night.
# CHROME names the browser; the pictures are thrown away unless PICTURES names a folder for them.
for name in ${CHROME-} chromium chromium-browser google-chrome; do
    chrome=$(command -v "$name") && break
done
[ -n "${chrome-}" ] || { echo "no browser is installed (chromium); pages were not looked at" >&2; exit 77; }
browse() { # its options
    timeout 100 "$chrome" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --no-first-run \
        --user-data-dir="$PWD/profile" "$@" 2>complaints
}
browse --dump-dom about:blank >dom
grep -q '<body>' dom || { echo "$chrome does not run here; pages were not looked at" >&2; exit 77; }

printf 'Section\n\nA "><img src=x onerror=alert(3)> title\n\nPublished: Mar 03, 2021 12:11 PM\n\nThe panda </p></mark></main><script>alert(4)</script> sleeps <svg/onload=alert(5)>.\n' >corpus/odd.txt
news-indexer -q corpus
news-searcher -f html --no-notes 'panda OR vaccine "><script>alert(1)</script>' >page.html
browse --dump-dom "file://$PWD/page.html" >dom
grep -o '<[a-z][a-z0-9]*' dom | sort -u | tr '\n' ' '
grep -Eo '<[^>]* on[a-z]+="' dom
echo
for scheme in 0 1; do # dark, light
    for width in 1200 390; do
        browse --blink-settings=preferredColorScheme=$scheme --window-size=$width,1500 --screenshot="$PWD/$scheme-$width.png" \
            "file://$PWD/page.html"
        [ "$(stat -c %s $scheme-$width.png)" -gt 20000 ] && echo "drawn"
        [ -n "${PICTURES-}" ] && cp $scheme-$width.png "$PICTURES"
    done
done
cmp -s 0-1200.png 1-1200.png && echo "light is dark"
exit 0
