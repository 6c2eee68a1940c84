# peers.sh - which engines there are, and the commands that build, pack and serve their indexes. A part of run-bench.
# shellcheck shell=sh disable=SC2154 # its variables are run-bench's

peer() { case " $peers " in *" $1 "*) ;; *) return 1 ;; esac; }

# Keep an engine if its commands are there: NAME PACKAGE COMMAND...
need() {
    name=$1 package=$2
    shift 2
    case " $BENCH_PEERS " in *" $name "*) ;; *) return ;; esac
    for command in "$@"; do
        if ! command -v "$command" >/dev/null; then
            echo "missing: $name (there is no $command; Debian package $package)" >>"$work/versions"
            return
        fi
    done
    peers="$peers $name"
}

# Lucene's classes, and our program on them: sets java. Returns whether that worked.
compile_lucene() {
    jars=
    for jar in core analyzers-common; do
        set -- /usr/share/java/lucene-$jar-8*.jar
        [ -f "$1" ] || return 1
        jars=$jars:$1
    done
    mkdir "$work/lucene"
    javac -cp "$jars" -d "$work/lucene" "$here/PeerLucene.java" || return 1
    java="java -Xms256m -Xmx1g -cp $work/lucene$jars PeerLucene"
}

find_peers() {
    peers=
    need fts5 libsqlite3-dev "$programs/peer_fts5"
    need xapian libxapian-dev "$programs/peer_xapian"
    need lucene default-jdk-headless java javac
    need omega xapian-omega scriptindex quest
    need recoll recollcmd recollindex recollq
    need ripgrep ripgrep rg
    if peer lucene && ! compile_lucene; then
        peers=$(echo "$peers" | sed 's/ lucene//')
        echo "missing: lucene (its classes are not in /usr/share/java; Debian package liblucene8-java)" >>"$work/versions"
    fi
    ! peer ripgrep || rg --version | sed 's/^/  ripgrep: /; q' >>"$work/versions"
    ! peer recoll || HOME=$work recollq -v 2>/dev/null | sed 's/^/  recoll: /; q' >>"$work/versions"
    ! peer omega || scriptindex --version | sed 's/^/  omega: /; q' >>"$work/versions"
}

# Recoll keeps all in its folder of settings.
write_recoll_settings() { # folder, files
    mkdir -p "$1"
    printf 'topdirs = %s\nloglevel = 1\nindexstemminglanguages = english\n' "$2" >"$1/recoll.conf"
}

# The command that makes an index: ENGINE FOLDER CASE INDEX, the case being jsonl or files. Sets command, which has no spaces inside words.
build_command() {
    case $3 in jsonl) articles=$2/articles.jsonl given=$2/passages ;; files) articles=$2/files given=$2/files.source ;; esac
    case $1 in
    ours) command="$build/news-indexer --quiet -o $4 $articles" ;;
    fts5) command="$programs/peer_fts5 build $given passages $4" ;;
    fts5-match) command="$programs/peer_fts5 build $given articles $4" ;;
    xapian) command="$programs/peer_xapian build $given passages $4" ;;
    lucene-1) command="$java build $given 1 english $4" ;;
    lucene-2) command="$java build $given 2 english $4" ;;
    lucene-all) command="$java build $given 2 all $4" ;;
    omega)
        echo 'text : field index' >"$2/omega.script"
        command="scriptindex $4 $2/omega.script $2/omega.dump"
        ;;
    recoll)
        write_recoll_settings "$4" "$2/files"
        command="recollindex -c $4"
        ;;
    esac
}

# Make an index by a command that build_command has set, or end with what it complained of: ENGINE PREFIX..., the words of PREFIX standing
# before the command. Ours ends with 1 where an article has no text.
run_build() {
    builder=$1
    shift
    ended=0
    # shellcheck disable=SC2086 # the command is words
    "$@" $command >"$work/printed" 2>"$work/complaints" </dev/null || ended=$?
    if [ $ended = 0 ] || { [ $ended = 1 ] && [ "$builder" = ours ]; }; then return; fi
    cat "$work/complaints" >&2
    say "$builder: building ended with status $ended"
    exit 2
}

# Bring an index into its best form: ENGINE INDEX. Of the others there is no other form.
pack() {
    case $1 in
    fts5*) "$programs/peer_fts5" pack "$2" ;;
    xapian) "$programs/peer_xapian" pack "$2" ;;
    lucene*) $java pack "$2" ;;
    omega) xapian-compact --single-file "$2" "$2.packed" >/dev/null 2>&1 && rm -rf "$2" && mv "$2.packed" "$2" ;;
    *) return 1 ;;
    esac
}

bytes_of() { find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }'; } # file or folder
