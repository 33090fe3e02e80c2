# shellcheck shell=bash
# What has to be on the machine, and getting it where that is possible.

die() {
  echo "$*" >&2
  exit 1
}

# need COMMAND PACKAGE...: the first package that apt knows provides the command.
need() {
  local command=$1 package
  shift
  command -v "$command" >/dev/null && return
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    for package in "$@"; do
      echo "installing $package, for $command"
      apt_install "$package" && command -v "$command" >/dev/null && return
    done
  fi
  die "$command is missing: install it, on Debian or Ubuntu with: sudo apt-get install $1"
}

apt_install() {
  local log
  log=$(mktemp)
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"; } >"$log" 2>&1; then
    tail -n 3 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

need_java() {
  need java openjdk-21-jre-headless openjdk-17-jre-headless default-jre-headless
  local major
  major=$(java -version 2>&1 | sed -nE '1s/.*"([0-9]+).*/\1/p')
  [[ $major -ge 17 ]] || die "java is version ${major:-unknown}, 17 or later is needed: on Debian or Ubuntu sudo apt-get install openjdk-17-jre-headless"
}
