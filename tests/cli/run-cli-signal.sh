# A runner of cases that is asked to end takes the case along, with what that began, and leaves no files.
mkdir results temporary
mkfifo held
export TMPDIR="$PWD/temporary" HELD="$PWD/held"
BUILD=$(dirname "$(command -v news-indexer)")
export BUILD
cat >case.sh <<'CASE'
exec 3>"$HELD"
sleep 60 &
echo begun >&3
wait
CASE
for signal in INT TERM HUP; do
    env --default-signal=INT "$TOOLS/run-cli" results case.sh &
    runner=$!
    exec 4<held
    read -r said <&4
    kill -s $signal $runner
    wait $runner; echo "$said, SIG$signal: $?"
    timeout 20 cat <&4 || echo "SIG$signal: something goes on" # which holds that open
    ls temporary
done
