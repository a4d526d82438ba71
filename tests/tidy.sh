#!/usr/bin/env bash
# The lint checks of .clang-tidy over the gRPC-free core. Works from any folder.
#   tests/tidy.sh BUILD_FOLDER [file...]
# The build folder must be configured, and its generated headers made.
set -euo pipefail
folder=$(cd "$1" && pwd -P)
shift
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(
  find proto/support storage services -name '*.cc' ! -path 'services/rpc/*' ! -name main.cc | sort
)
# Only what the build knows: a file that no target names has no flags to be read with.
printf '%s\n' "${files[@]}" | while read -r file; do
  grep -qF "\"file\": \"$PWD/$file\"" "$folder/compile_commands.json" && echo "$file"
done | xargs -P "$(nproc)" -n 1 clang-tidy --quiet --warnings-as-errors='*' -p "$folder"
