#!/usr/bin/env bash
# Installs what is missing, builds the server and the command line, and shows the whole idea on real
# input (demonstration.sh).
#   deploy/quickstart.sh          leaves nothing running
#   deploy/quickstart.sh --keep   leaves the server running, and says how to go on by hand
# Works from any folder. The build folder is build/ in the repository, or $PROBITY_BUILD.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case "${1:-}" in
  "" | --keep) ;;
  *) die "usage: deploy/quickstart.sh [--keep]" ;;
esac

folder=${PROBITY_BUILD:-$root/build}
install_missing
build dev "$folder" probityd probity
exec "$root/deploy/demonstration.sh" "$folder/bin" "$@"
