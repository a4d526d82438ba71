#!/usr/bin/env bash
# Installs what is missing, builds the server and the command line, and shows the whole idea on real
# input: a published list, generated reports with published totals, a roll of 850, adjudication by two.
#   deploy/quickstart.sh          leaves nothing running
#   deploy/quickstart.sh --keep   leaves the server running, and says how to go on by hand
# Works from any folder. The build folder is build/ in the repository, or $PROBITY_BUILD.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

keep=no
case "${1:-}" in
  "") ;;
  --keep) keep=yes ;;
  *) die "usage: deploy/quickstart.sh [--keep]" ;;
esac

folder=${PROBITY_BUILD:-$root/build}
install_missing
build dev "$folder" probityd probity
scratch=$(mktemp -d "${TMPDIR:-/tmp}/probity-quickstart-XXXXXX")
server=

stop() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$scratch"
}
trap stop EXIT

# as PRINCIPAL ARGUMENTS...: the command line, with that principal's token.
as() {
  local who=$1
  shift
  "$folder/bin/probity" --server "unix:$scratch/probityd.sock" --token-file "$scratch/$who.token" "$@"
}

# principal NAME ORGANISATION ROLE...
principal() {
  local name=$1 organisation=$2 arguments=()
  shift 2
  for role in "$@"; do arguments+=(--role "$role"); done
  "$folder/bin/probityd" --print-token "$name" --organisation "organisations/$organisation" \
    --mission '*' "${arguments[@]}" >"$scratch/$name.new"
  (umask 077 && head -n 1 "$scratch/$name.new" >"$scratch/$name.token")
  tail -n +2 "$scratch/$name.new" >>"$scratch/probityd.toml"
  rm "$scratch/$name.new"
}

say "a scratch register in $scratch (development only: static tokens, one local key file)"
cat >"$scratch/probityd.toml" <<TOML
[server]
listen = "unix:$scratch/probityd.sock"
drain_notice_seconds = 0

[register]
data = "$scratch/data.db"
keys = "$scratch/keys.db"
root_key = "$scratch/root.key"
backups = "$scratch/backups"

[log]
file = "$scratch/probityd.log"
TOML
principal officer DFS CDT_OFFICER CDT_CHIEF HEAD_OF_MISSION
principal desk DMSPC CDS_CASE_OFFICER CDS_CHIEF
principal second-desk DMSPC CDS_CASE_OFFICER
principal oversight UN OIOS_LIAISON INVESTIGATOR
principal recruiter DPO PD_SCREENER
principal adjudicator DMSPC SCREENING_ADJUDICATOR
principal reviewer DMSPC SCREENING_REVIEWER
principal operator UN SYSTEM_ADMIN
"$folder/bin/probityd" --config "$scratch/probityd.toml" --init --development
"$folder/bin/probityd" --config "$scratch/probityd.toml" &
server=$!
for _ in $(seq 100); do
  [ -S "$scratch/probityd.sock" ] && as operator admin status >/dev/null 2>&1 && break
  kill -0 "$server" 2>/dev/null || die "the server did not start"
  sleep 0.1
done

sample=$root/deploy/sample
say "the UN Security Council's consolidated list of 27 February 2026 (half of its individuals)"
as desk import sc-list "$sample/un_consolidated_2026-02-27_half.xml"

say "66 reports of 2013 and 51 of 2014: totals as published, every person and event GENERATED"
as officer import reports "$sample/allegations_2013.csv" --source quickstart-2013
as officer import reports "$sample/allegations_2014.csv" --source quickstart-2014

say "allegations received in 2013, out of the register (published: 19, 37, 7, 3; 27% with minors)"
as desk case tally --year 2013 --by category
say "allegations received in 2014, by mission (published)"
as desk case tally --year 2014 --by mission

# The allegations of the subjects that are planted in the roll, by their report's reference.
as desk --output csv case list >"$scratch/cases.csv"
allegation_of() { grep -m 1 "$1" "$scratch/cases.csv" | grep -o 'allegations/[0-9a-z]*' | head -n 1; }
planted() { awk -F, -v want="$1" 'NR > 1 && $2 ~ /^allegations_/ && $7 == want {print $3}' "$sample/planted.csv" | sort -u; }

# Contingent members are their State's to investigate, by note verbale: they wait as registered.
say "the subjects planted in the roll: registered, and some taken to a finding and an action by two people"
found=0 waiting=0
for reference in $(planted SUBSTANTIATED); do
  allegation=$(allegation_of "$reference")
  year=20${reference:6:2}
  quietly() { "$@" >/dev/null; }
  quietly as officer case assess "$allegation" --duplicates-searched
  quietly as officer case register "$allegation" --would-breach --victim-identifiable
  quietly as desk case register "$allegation" --would-breach --victim-identifiable 2>/dev/null || true
  if ! quietly as officer case refer "$allegation" --to oios --on "$year-12-01" 2>/dev/null; then
    waiting=$((waiting + 1))
    continue
  fi
  quietly as oversight case open-investigation "$allegation" --entity oios --on "$year-12-02"
  quietly as oversight case conclude-investigation "$allegation" --on "$year-12-20" --report "OIOS/$year/$found"
  quietly as desk case find "$allegation" --outcome substantiated --on "$year-12-22"
  quietly as second-desk case find "$allegation" --outcome substantiated --on "$year-12-22" 2>/dev/null || true
  found=$((found + 1))
done
echo "$found substantiated, $waiting registered and waiting for their State"

say "one of them in full: referred for action, repatriated and barred, closed"
allegation=$(for reference in $(planted SUBSTANTIATED); do allegation_of "$reference"; done | while read -r name; do
  grep "$name" "$scratch/cases.csv" >/dev/null && as desk --output json case get "$(grep -m 1 "$name" "$scratch/cases.csv" | grep -o 'cases/[0-9a-z]*' | head -n 1)" |
    grep -q '"SUBSTANTIATED"' && echo "$name"
done | head -n 1)
as desk case refer-for-action "$allegation" --to member-state --on 2015-01-05 >/dev/null
as desk case act "$allegation" --action united-nations:repatriation-disciplinary:2015-02-01:barred \
  --action imposed-by-member-state:national-not-reported:2015-02-01 >/dev/null
as desk case close "$allegation" --reporter-informed --victim-informed --subject-informed --on 2015-03-01
