#!/bin/sh
# The crash tests of the SQLite engine at full length, about three minutes: 1,000 kills of a store
# process, and the production layout for a minute each in memory and on disk, with its control.
# Builds what it needs. PROBITY_KILLS and PROBITY_SOAK_SECONDS make it shorter or longer.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build}
[ -f "$build/CMakeCache.txt" ] || cmake -S "$root" -B "$build" -G Ninja
cmake --build "$build" --target sqlite_crash_test
PROBITY_KILLS=${PROBITY_KILLS:-1000} PROBITY_SOAK_SECONDS=${PROBITY_SOAK_SECONDS:-60} \
  exec "$build/bin/sqlite_crash_test"
