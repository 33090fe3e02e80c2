# shellcheck shell=bash disable=SC2154 # the variables of ../servers
# Downloads with Maven, checks every file, unpacks into a cache that all data folders share.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/train-tracker/servers
checksums=$here/checksums.sha256
version=$(cat "$here"/{pom.xml,checksums.sha256} | sha256sum | cut -c1-12)
bin=$cache/$version

# As zonky names it.
architecture() {
  case $(uname -sm) in
    "Linux x86_64") echo amd64 ;;
    "Linux aarch64") echo arm64v8 ;;
    *) die "no native servers for $(uname -sm): use Docker (TT_INFRA=docker)" ;;
  esac
}

fetch() {
  need_java
  need curl curl
  [[ -d $bin ]] && return
  need mvn maven
  need unzip unzip
  need xz xz-utils

  mkdir -p "$cache"
  exec 8>"$cache/lock"
  flock 8
  if [[ ! -d $bin ]]; then # else another fetch was faster
    local part=$bin.part arch
    arch=$(architecture)
    rm -rf "$part"
    echo "downloading servers (about 200 MB, once)"
    download "$arch" "$part"
    verify "$arch" "$part"
    unpack "$part"
    mv "$part" "$bin"
  fi
  exec 8>&-
}

# download ARCHITECTURE FOLDER
download() {
  local log=$2.log
  mkdir -p "$2"
  # -U: a failed attempt of yesterday is no reason not to try today
  if ! mvn -q -B -U -f "$here/pom.xml" "-Darch=$1" "-Dout=$2" initialize >"$log" 2>&1; then
    grep ERROR "$log" >&2 || cat "$log" >&2
    die "Maven could not download what kafka/native/pom.xml names: is the network there?"
  fi
  rm "$log"
}

# verify ARCHITECTURE FOLDER: each file is listed, each file is as listed.
verify() {
  local listed actual bad
  listed=$(grep -v '^#' "$checksums" | grep -e ' kafka/' -e ' archives/apicurio' -e "-linux-$1-")
  actual=$(hashes "$2")
  [[ $listed == "$actual" ]] && return
  bad=$({ diff <(echo "$listed") <(echo "$actual") || true; } | sed -nE 's/^[<>] [0-9a-f]+ +//p' | sort -u)
  rm -rf "$2"
  die "checksum differs from kafka/native/checksums.sha256: ${bad//$'\n'/, }
nothing was installed; delete the file from Maven's repository (~/.m2/repository) and try again"
}

hashes() { (cd "$1" && LC_ALL=C && sha256sum archives/* kafka/*); }

unpack() {
  mkdir "$1/registry" "$1/postgres"
  tar -xzf "$1"/archives/apicurio-registry-app-*.tar.gz -C "$1/registry"
  unzip -qp "$1"/archives/embedded-postgres-binaries-*.jar '*.txz' | tar -xJ -C "$1/postgres"
  rm -r "$1/archives"
}

pin() {
  need_java
  need mvn maven
  local part arch
  part=$(mktemp -d)
  for arch in amd64 arm64v8; do download "$arch" "$part"; done
  {
    echo "# sha256 of all that pom.xml names, for both architectures; written by \`kafka/native/servers pin\`"
    hashes "$part"
  } >"$checksums"
  rm -r "$part"
}
