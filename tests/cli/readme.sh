# Every command of the README prints what the README says.
"$TOOLS/run-readme" "$TOOLS/../../README.md" | diff "$TOOLS/../../README.md" -
