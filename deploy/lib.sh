# Shell functions that quickstart.sh, .ci/run and the scripts of tests/ share. Sourced by bash, never run.
# Sets `root`, the repository. Whoever sources it uses `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '== %s\n' "$*"; }
die() {
  printf '!! %s\n' "$@" >&2
  exit 1
}

# What the machine is and how busy.
machine() {
  echo "$(nproc) cores, $(awk '/MemTotal/ {print int($2 / 1048576)}' /proc/meminfo) GiB, load $(cut -d ' ' -f 1 /proc/loadavg)"
  grep -m 1 'model name' /proc/cpuinfo || true
}

# missing_packages LIST: the packages of the list that this machine lacks, one a line.
missing_packages() {
  local package
  sed 's/#.*//' "$root/$1" | while read -r package; do
    [ -n "$package" ] || continue
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      echo "$package"
  done
}

# Runs a command as root: as we are, or through sudo (which asks only at a terminal).
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

# install_missing [LIST]: installs what is missing, asks nothing, and does nothing if all is there. A
# list is a file below the root; deploy/packages.txt unless another is named.
install_missing() {
  local list=${1:-deploy/packages.txt} missing
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    die "this script installs packages with apt; on another system install by hand what" \
      "$list lists"
  missing=$(missing_packages "$list")
  if [ -z "$missing" ]; then
    say "all packages of $list are installed"
    return
  fi
  say "installing through apt:" $missing
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "not root, and there is no sudo. As root, run:" \
      "  apt-get update && apt-get install --no-install-recommends" $missing
  fi
  as_root apt-get update -q ||
    say "apt-get update failed; going on with the package lists that are here"
  local unknown
  unknown=$(for package in $missing; do
    apt-cache show "$package" >/dev/null 2>&1 || echo "$package"
  done)
  [ -z "$unknown" ] || die "apt knows no package called:" $unknown \
    "Debian 12 has them: is there a source 'deb http://deb.debian.org/debian bookworm main' under" \
    "/etc/apt, and is the mirror within reach?"
  # The tests start a database server of their own; Debian's package is not to start one besides.
  if grep -qx postgresql-15 <<<"$missing" && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get install -q -y \
    --no-install-recommends -o Dpkg::Options::=--force-confold $missing ||
    die "apt-get could not install all of them; its own words are above"
}

# configure PRESET FOLDER [OPTION...]: a folder made by another generator, or for another copy of
# the sources, is made anew.
configure() {
  local preset=$1 folder=$2 fresh=()
  shift 2
  if [ -f "$folder/CMakeCache.txt" ]; then
    grep -qxF "CMAKE_GENERATOR:INTERNAL=Ninja" "$folder/CMakeCache.txt" &&
      grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt" || fresh=(--fresh)
  fi
  (cd "$root" && cmake "${fresh[@]}" --preset "$preset" -B "$folder" "$@")
}

# build PRESET FOLDER [TARGET...]
build() {
  local preset=$1 folder=$2
  shift 2
  say "configuring $folder"
  configure "$preset" "$folder" -Wno-dev --log-level=WARNING
  say "building $folder"
  cmake --build "$folder" -j "$(nproc)" ${1:+--target "$@"}
}

# run_tests FOLDER [CTEST OPTION...]: the last line is ctest's count. Four at a time on two cores: many
# wait for a server to end, or for a time to pass.
run_tests() {
  local folder=$1 log=$1/tests.log failed=0
  shift
  say "testing $folder"
  UBSAN_OPTIONS=print_stacktrace=1 ctest --test-dir "$folder" --output-on-failure --no-tests=error -j 4 "$@" 2>&1 | tee "$log" ||
    failed=1
  grep -E '^[0-9]+% tests passed' "$log" || echo "ctest did not finish"
  return $failed
}
