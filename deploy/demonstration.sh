#!/usr/bin/env bash
# Shows the whole idea on real input, with programs that are built: a published list, generated reports
# with published totals, a roll of 850, adjudication by two. Fails if a planted row is not answered as
# it must be.
#   deploy/demonstration.sh FOLDER_OF_PROGRAMS [--keep]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

bin=$(cd "$1" && pwd -P)
keep=no
[ "${2:-}" = --keep ] && keep=yes
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

# Whoever takes a part of what is piped to him reads it to its end (sed, not head or grep -m): else the
# command before him fails, now and then, since nobody listens.

# as PRINCIPAL ARGUMENTS...: the command line, with that principal's token.
as() {
  local who=$1
  shift
  "$bin/probity" --server "unix:$scratch/probityd.sock" --token-file "$scratch/$who.token" "$@"
}

# principal NAME ORGANISATION ROLE...
principal() {
  local name=$1 organisation=$2 arguments=()
  shift 2
  for role in "$@"; do arguments+=(--role "$role"); done
  "$bin/probityd" --print-token "$name" --organisation "organisations/$organisation" \
    --mission '*' "${arguments[@]}" >"$scratch/$name.new"
  (umask 077 && head -n 1 "$scratch/$name.new" >"$scratch/$name.token")
  tail -n +2 "$scratch/$name.new" >>"$scratch/probityd.toml"
  rm "$scratch/$name.new"
}

say "a scratch register in $scratch (development only: static tokens, one local key file)"
cat >"$scratch/probityd.toml" <<TOML
[server]
listen = "unix:$scratch/probityd.sock"
reflection = true
drain_notice_seconds = 0

[register]
root_key = "$scratch/root.key"
backups = "$scratch/backups"

[sqlite]
data = "$scratch/data.db"
keys = "$scratch/keys.db"

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
"$bin/probityd" --config "$scratch/probityd.toml" --init --development
"$bin/probityd" --config "$scratch/probityd.toml" </dev/null >"$scratch/server.out" 2>&1 &
server=$!
for _ in $(seq 100); do
  [ -S "$scratch/probityd.sock" ] && as operator admin status >/dev/null 2>&1 && break
  kill -0 "$server" 2>/dev/null || die "the server did not start:" "$(cat "$scratch/server.out")"
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

# The allegation of a report, and the references of the reports whose subjects are planted in the roll.
as desk --output csv case list >"$scratch/cases.csv"
allegation_of() { grep -m 1 -F "$1" "$scratch/cases.csv" | grep -o 'allegations/[0-9a-z]*' | sed -n 1p; }
planted() {
  awk -F, -v outcome="$1" '$2 ~ /^allegations_/ && $7 == outcome {print $3}' "$sample/planted.csv" | sort -u
}
quietly() { "$@" >/dev/null 2>>"$scratch/notes"; }

say "their subjects: assessed, registered by two people, referred to OIOS, investigated, found by two" \
  "people, and barred"
substantiated=() waiting=0
for reference in $(planted SUBSTANTIATED); do
  allegation=$(allegation_of "$reference")
  year=${reference:4:4}
  quietly as officer case assess "$allegation" --duplicates-searched
  quietly as officer case register "$allegation" --would-breach --victim-identifiable
  quietly as desk case register "$allegation" --would-breach --victim-identifiable
  # A contingent's members are for their State to investigate, by note verbale: they wait, registered.
  if ! quietly as officer case refer "$allegation" --to oios --on "$year-12-29"; then
    waiting=$((waiting + 1))
    continue
  fi
  quietly as oversight case open-investigation "$allegation" --entity oios --on "$year-12-30"
  quietly as oversight case conclude-investigation "$allegation" --on "$((year + 1))-04-01" \
    --report "OIOS/$year/${reference##*-}"
  quietly as desk case find "$allegation" --outcome substantiated --on "$((year + 1))-04-15"
  quietly as second-desk case find "$allegation" --outcome substantiated --on "$((year + 1))-04-15"
  quietly as desk case refer-for-action "$allegation" --to member-state --on "$((year + 1))-05-04"
  acted=$((year + 1))-06-01
  quietly as desk case act "$allegation" \
    --action "united-nations:repatriation-disciplinary:$acted:barred" \
    --action "member-state:national-not-reported:$acted" ||
    quietly as desk case act "$allegation" --action "united-nations:dismissal:$acted"
  substantiated+=("$allegation")
done
echo "${#substantiated[@]} substantiated and barred; $waiting registered, waiting for their State"

say "one of them goes all the way, and is closed"
one=${substantiated[0]}
quietly as desk case close "$one" --reporter-informed --victim-informed --subject-informed --on 2015-07-01
as desk case get "$(grep -m 1 -F "$one" "$scratch/cases.csv" | grep -o 'cases/[0-9a-z]*' | sed -n 1p)" |
  grep -iE 'reference|mission|state|outcome|kind|bar' | sed -n 1,12p

say "one candidate: the sanctioned person of the list, spelt by another hand"
as recruiter screen candidate --name 'Zakariya Es-Sabar' --dob 1977-04-03 --agreement DPO-RECRUITMENT \
  --channel pd-recruitment --purpose recruitment --no-evidence | tee "$scratch/candidate.txt"
candidate=$(grep -o 'screenings/[0-9a-z]*' "$scratch/candidate.txt" | sed -n 1p)
# Nobody adjudicates what their own organisation asked: the recruiter's is DPO, the adjudicator's DMSPC.
say "the evidence behind it, which the recruiter does not get and the adjudicator weighs"
as adjudicator screen get "$candidate" --evidence

say "a nominal roll of 850 GENERATED candidates, with planted spellings in several scripts"
# Four of its rows are planted to be refused: the others are screened, and the exit code 4 tells.
{
  as recruiter screen roll "$sample/roll_850.csv" --agreement DPO-RECRUITMENT --channel contingent-roll \
    --purpose deployment --title 'Quickstart roll' || [ $? -eq 4 ]
} >"$scratch/roll.txt"
sed -n 1,60p "$scratch/roll.txt"

say "the same roll sent again: each row has its stored answer, held against what was planted"
{
  as recruiter --output csv screen roll "$sample/roll_850.csv" --channel contingent-roll \
    --roll "$(grep -m 1 -o 'rolls/[0-9a-z]*' "$scratch/roll.txt")" || [ $? -eq 4 ]
} >"$scratch/roll.csv"
# planted.csv ends with what to expect of a row; sample/README.md says what the words mean.
decided='NOT_CLEARED|HOLD|UNABLE_TO_SCREEN|REFER|CLEARED|ERROR'
wrong=0
while IFS=, read -r row _ _ name spelling _ _ expect; do
  got=$(grep -m 1 "^$row," "$scratch/roll.csv" | grep -oE ",($decided)," | sed -n 1p | tr -d ,)
  case "$expect:$got" in
    MATCH:NOT_CLEARED | MATCH:HOLD | MATCH:REFER | NO_MATCH:CLEARED) ;;
    UNABLE:UNABLE_TO_SCREEN | ERROR:ERROR) ;;
    *)
      wrong=$((wrong + 1))
      echo "row $row ($name, $spelling): $got instead of $expect"
      ;;
  esac
done < <(tail -n +2 "$sample/planted.csv")
[ "$wrong" = 0 ] || die "$wrong planted rows are not answered as they must be"
awk -F, 'NR > 1 {++count[$8]} END {for (word in count) printf "%s: %d\n", word, count[word]}' \
  "$sample/planted.csv" | sort

say "the match with the barred person, judged by two people: until then nobody is NOT_CLEARED"
match=$(as adjudicator --output csv match list | grep A_BARRED | grep -o 'matches/[0-9a-z]*' | sed -n 1p)
as adjudicator match get "$match"
quietly as adjudicator match confirm "$match" --note 'The demonstration says that it is the same person.'
quietly as reviewer match confirm "$match" --note 'I agree.'
screening=$(as adjudicator --output json match get "$match" | grep -o 'screenings/[0-9a-z]*' | sed -n 1p)
as recruiter screen get "$screening"
say "the same answer, worked out again from what is stored"
as recruiter screen replay "$screening"

say "the register"
as operator admin status

if [ "$keep" = yes ]; then
  waits=$(as adjudicator --output csv match list | awk -F, 'NR == 2 {print $1}')
  trap - EXIT
  cat <<TEXT

The server runs as process $server. To go on by hand:
  export PROBITY_SERVER=unix:$scratch/probityd.sock
  $bin/probity --token-file $scratch/desk.token case list --mission UNMIL
  $bin/probity --token-file $scratch/recruiter.token screen candidate --help
  $bin/probity --token-file $scratch/adjudicator.token match confirm $waits --note 'The same person.'
  $bin/probity --token-file $scratch/adjudicator.token match list
  ls $scratch/*.token       # officer, desk, second-desk, oversight, recruiter, adjudicator, reviewer, operator
To end it:  kill $server && tail --pid=$server -f /dev/null && rm -r $scratch
TEXT
else
  cat <<TEXT

Nothing is left running, and the scratch register is removed. deploy/quickstart.sh --keep leaves both.
The commands: $bin/probity --help; the configuration: deploy/probityd.example.toml.
TEXT
fi
