#!/usr/bin/env bash
# The lint checks of .clang-tidy over the core: all but services/rpc and main.cc. Works from any folder.
#   tests/tidy.sh [file...]        files as they are called from the root
# Reads with the flags of the build of tests/sanitize.sh, the one that compiles each file alone, and
# makes that build first.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../deploy/lib.sh"

install_missing
folder=$root/build-asan
build asan "$folder"
cd "$root"
files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(
  find proto/support storage services -name '*.cc' ! -path 'services/rpc/*' ! -name main.cc | sort
)
# Only what the build knows: a file that no target names has no flags to be read with.
known=()
for file in "${files[@]}"; do
  if grep -qF "\"file\": \"$PWD/$file\"" "$folder/compile_commands.json"; then known+=("$file"); fi
done
[ ${#known[@]} -gt 0 ] || die "no file of the core is built in $folder"
printf '%s\n' "${known[@]}" |
  xargs -P "$(nproc)" -n 1 clang-tidy --quiet --warnings-as-errors='*' -p "$folder" \
    2> >(grep -v ' warnings\? generated' >&2)
say "${#known[@]} files pass the checks of .clang-tidy"
