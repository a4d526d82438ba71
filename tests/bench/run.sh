#!/usr/bin/env bash
# The benchmarks: ratios measured side by side in one run, after the machine and its disk. About three
# minutes. Works from any folder.
#   tests/bench/run.sh [PERSONS] [SECONDS a measurement] [ONLY one of the server's, e.g. ScreenRoll]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../deploy/lib.sh"

folder=${PROBITY_BUILD:-$root/build}
install_missing
build dev "$folder" rpc_bench matchlab store_bench probityd probity_postgres_keeper

say "machine"
machine
say "fsync of the disk under ${TMPDIR:-/tmp}: 200 writes of 4 KiB, each synced"
probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
LC_ALL=C dd if=/dev/zero of="$probe/file" bs=4k count=200 oflag=dsync 2>&1 | tail -n 1 |
  awk -F', ' '{split($3, took, " "); printf "%.0f us a synced write\n", 1e6 * took[1] / 200}'

say "the matching engine alone"
"$folder/bin/matchlab" bench --persons "${1:-100000}"
say "the server"
"$folder/bin/rpc_bench" "$@"
say "both engines, without a server"
"$folder/bin/store_bench"
say "two servers on one register"
PROBITYD=$folder/bin/probityd PROBITY_ENGINE=postgresql PROBITY_POSTGRES_KEEPER=$folder/bin/probity_postgres_keeper \
  PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/tests/bench/two_servers.py"
