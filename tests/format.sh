#!/usr/bin/env bash
# Checks the format of every source file; with --fix, mends it. Works from any folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=(--dry-run -Werror)
[ "${1:-}" = --fix ] && mode=(-i)
find proto storage services clients tests -type f \( -name '*.cc' -o -name '*.h' \) \
  -print0 | xargs -0 -P "$(nproc)" -n 20 clang-format "${mode[@]}"
