#!/usr/bin/env bash
# The lint checks of .clang-tidy over the gRPC-free core. Works from any folder.
#   tests/tidy.sh BUILD_FOLDER [file...]
# The build folder must be configured, and its generated headers made.
set -euo pipefail
folder=$(cd "$1" && pwd -P)
shift
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What g++ has precompiled, clang cannot read: the headers are parsed again.
flags=$(mktemp -d)
trap 'rm -rf "$flags"' EXIT
sed -E 's# -Winvalid-pch -include [^ ]+/cmake_pch\.hxx##' "$folder/compile_commands.json" \
  >"$flags/compile_commands.json"

files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(
  find proto/support storage services -name '*.cc' ! -path 'services/rpc/*' ! -name main.cc | sort
)
# Only what the build knows: a file that no target names has no flags to be read with.
known=()
for file in "${files[@]}"; do
  if grep -qF "\"file\": \"$PWD/$file\"" "$folder/compile_commands.json"; then known+=("$file"); fi
done
[ ${#known[@]} -gt 0 ] || { echo "no file of the core is built in $folder" >&2; exit 1; }
printf '%s\n' "${known[@]}" |
  xargs -P "$(nproc)" -n 1 clang-tidy --quiet --warnings-as-errors='*' -p "$flags" \
    2> >(grep -v ' warnings\? generated' >&2)
echo "${#known[@]} files pass the checks of .clang-tidy"
