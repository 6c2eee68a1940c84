# 21,577 newswire articles: what readers of JSON, CSV and runs make of thousands of hits, and that all formats say the same.
[ -n "$SHARED" ] || { echo "the folder of real articles is not at hand; NEWS_DATA=FOLDER names it" >&2; exit 77; }
command -v python3 >/dev/null || { echo "python3 is missing" >&2; exit 77; }
news-indexer -q -o news.idx "$SHARED/reuters.jsonl.gz" 2>/dev/null
printf '%s\n' 'oil prices' 'trade near japan' '"crude oil"' 'cocoa or coffee' unheardofword 'petrol* near/5 pri?e' >queries
ask() { news-searcher --no-notes -n 2000 --batch queries -f "$@"; }
ask json --explain >hits.json
ask jsonl --explain >hits.jsonl
ask csv --header --fields query_id,rank,id,title,evidence,begin,passage >hits.csv
ask tsv --header --fields query_id,rank,id,title,evidence,begin,passage >hits.tsv
ask trec >run
python3 - <<'END'
import csv, json

answers = json.load(open("hits.json", encoding="utf-8"))["answers"]
whole = [{"version": 1, "query_id": a["query_id"], "query": a["query"], **hit} for a in answers for hit in a["hits"]]
lines = [json.loads(line) for line in open("hits.jsonl", encoding="utf-8")]
print(len(answers), "answers,", "thousands of hits" if len(lines) > 3000 else len(lines))
print("json is jsonl:", whole == lines)
off = [h for h in lines if abs(h["score"] - h["closeness"] - sum(w["weight"] + w["article_weight"] for w in h["weights"])) > 1e-6]
print("scores that are no sums:", len(off))
print("evidence that is not in its passage:", sum(e["text"] not in h["passage"] for h in lines for e in h["evidence"]))

def wanted(hit):
    first = (hit["evidence"] or [{}])[0]
    return [hit["query_id"], str(hit["rank"]), hit["id"], hit.get("title", ""), first.get("text", ""), str(first.get("begin", "")), hit["passage"]]

def unescaped(value):
    return value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r").replace("\0", "\\")

rows = [line.rstrip("\n").split("\t") for line in open("hits.tsv", encoding="utf-8", newline="\n")]
print("tsv is jsonl:", [[unescaped(value) for value in row] for row in rows[1:]] == [wanted(hit) for hit in lines])
records = list(csv.reader(open("hits.csv", encoding="utf-8", newline="")))
spaced = lambda value: "".join(" " if c.isspace() else c for c in value)
print("csv is jsonl, but for its white space:", records[1:] == [[spaced(value) for value in wanted(hit)] for hit in lines])
print("names:", rows[0] == records[0], *rows[0])

run = [line.split() for line in open("run", encoding="utf-8")]
print("runs of six columns:", all(len(row) == 6 for row in run), "without repeats:", len({(row[0], row[2]) for row in run}) == len(run))
print("runs have the articles of the hits:", {(row[0], row[2]) for row in run} >= {(hit["query_id"], hit["id"]) for hit in lines})
END
