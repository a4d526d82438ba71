#!/usr/bin/env bash
# Our index beside PostgreSQL's pg_trgm, Lucene's FuzzyQuery and SimString: the same names and queries, ten
# results each, one query at a time by one thread, one after another in one run. Needs no server of ours;
# PostgreSQL is started on a scratch folder. About five minutes and 3 GB of memory. Works from any folder.
#   tests/bench/peers.sh [--names 1000000] [--queries 1000] [--gist-queries 100] [--seed 1]
# --gist-queries: pg_trgm's GiST takes long, so that it is asked the first so many only.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../deploy/lib.sh"

names=1000000 queries=1000 gist_queries=100 seed=1
while [ $# -gt 0 ]; do
  case $1 in
    --names) names=$2 ;;
    --queries) queries=$2 ;;
    --gist-queries) gist_queries=$2 ;;
    --seed) seed=$2 ;;
    *) die "unknown option: $1" ;;
  esac
  shift 2
done

peers=$root/tests/bench/peers
folder=${PROBITY_BUILD:-$root/build}
install_missing
install_missing tests/bench/peers/packages.txt
build dev "$folder" index_peer pg_trgm_peer simstring_peer probity_postgres_keeper

scratch=$(mktemp -d)
cleanup() {
  kill $(jobs -p) 2>/dev/null || true
  "$folder/bin/probity_postgres_keeper" stop "$scratch/postgres"
  rm -rf "$scratch"
}
# A signal is heeded at once, not when the command ends.
interruptible() {
  "$@" &
  wait $!
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP
jars=$(printf '%s:' /usr/share/java/lucene-core-8.*.jar /usr/share/java/lucene-analyzers-common-8.*.jar)
javac -d "$scratch/classes" -cp "$jars" "$peers/FuzzyNames.java"

say "machine"
machine
say "$names names, $queries queries planted among them, seed $seed"
interruptible /usr/bin/python3 -B "$peers/names.py" "$scratch" "$names" "$queries" "$seed"
echo "$(sort -u "$scratch/names.txt" | wc -l) distinct names of $(tr ' ' '\n' <"$scratch/names.txt" | sort -u | wc -l) words"

# measure NAME COMMAND...: its answers are named NAME in the table.
answers=()
measure() {
  local name=$1 file=$scratch/answers.${#answers[@]}
  shift
  say "$name (load $(cut -d ' ' -f 1 /proc/loadavg))"
  interruptible "$@" >"$file"
  answers+=("$name=$file")
}
measure "ours" "$folder/bin/index_peer" "$scratch" any
measure "ours, hits only" "$folder/bin/index_peer" "$scratch" possible
measure "SimString cosine 0.6" "$folder/bin/simstring_peer" "$scratch"
measure "Lucene FuzzyQuery" java -Xmx2g -cp "$scratch/classes:$jars" FuzzyNames "$scratch"
"$folder/bin/probity_postgres_keeper" start "$scratch/postgres" $$ shared_buffers=512MB \
  maintenance_work_mem=512MB max_wal_size=4GB fsync=off full_page_writes=off autovacuum=off jit=off \
  max_parallel_workers_per_gather=0
server="$(head -n 1 "$scratch/postgres") dbname=postgres"
measure "pg_trgm GIN 0.5" "$folder/bin/pg_trgm_peer" "$scratch" gin "$server"
measure "pg_trgm GiST" "$folder/bin/pg_trgm_peer" "$scratch" gist "$server" "$gist_queries"
say "load $(cut -d ' ' -f 1 /proc/loadavg)"
/usr/bin/python3 -B "$peers/table.py" "$scratch" "${answers[@]}"
