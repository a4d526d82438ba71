#!/usr/bin/env bash
# Tries hostile bytes on the matching engine: builds the fuzzers of tests/fuzz with clang and runs each
# for so many seconds, 600 unless told, one after the other. Fails on a finding. Works from any folder.
#   tests/fuzz.sh [seconds [target...]]
# What a run learned stays in build-fuzz/corpus, and the next one goes on from it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../deploy/lib.sh"

seconds=${1:-600}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls "$root/tests/fuzz/corpus")
folder=$root/build-fuzz

install_missing
install_missing tests/fuzz/packages.txt
build fuzz "$folder" fuzzers
failed=()
for target in "${targets[@]}"; do
  say "fuzzing $target for $seconds s"
  dictionary=identity
  case $target in lab | values) dictionary=lab ;; esac
  mkdir -p "$folder/corpus/$target" "$folder/findings"
  UBSAN_OPTIONS=print_stacktrace=1 "$folder/bin/fuzz_$target" \
    -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
    -dict="$root/tests/fuzz/$dictionary.dict" -artifact_prefix="$folder/findings/$target-" \
    "$folder/corpus/$target" "$root/tests/fuzz/corpus/$target" >"$folder/$target.log" 2>&1 ||
    failed+=("$target")
  grep -E '^Done |stat::(number_of_executed_units|average_exec_per_sec)|^SUMMARY|^does not hold' \
    "$folder/$target.log" || true
done
[ ${#failed[@]} = 0 ] || die "findings of: ${failed[*]}" \
  "The bytes are in $folder/findings, what went wrong in $folder/TARGET.log; tests/fuzz/README.md" \
  "says how to go on."
say "no finding"
