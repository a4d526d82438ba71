#!/usr/bin/env bash
# Builds the whole tree, gRPC parts too, with the address and undefined-behaviour sanitizers and runs
# every test. Takes several times as long as tests/run.sh. Works from any folder.
#   tests/sanitize.sh [ctest options]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../deploy/lib.sh"

install_missing
build asan "$root/build-asan"
run_tests "$root/build-asan" "$@"
