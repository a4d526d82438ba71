#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. Works from any folder.
#   tests/run.sh [ctest options, e.g. -R Screening]
# The build folder is build/ in the repository, or $PROBITY_BUILD.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../deploy/lib.sh"

folder=${PROBITY_BUILD:-$root/build}
install_missing
build dev "$folder"
run_tests "$folder" "$@"
