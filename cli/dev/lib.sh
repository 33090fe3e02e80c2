# shellcheck shell=bash
# What the scripts of this folder share: the environment of CONTRACT with its defaults, and which servers are meant.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=$(realpath -m "${TT_DATA_DIR:-$root/.data}")
# shellcheck disable=SC2034 # the scripts use it
binary=$root/target/release/train-tracker

export TT_DATA_DIR=$data
export TT_PORT=${TT_PORT:-8080}
export TT_KAFKA_PORT=${TT_KAFKA_PORT:-9092}
export TT_REGISTRY_PORT=${TT_REGISTRY_PORT:-8081}
export TT_POSTGRES_PORT=${TT_POSTGRES_PORT:-5432}

source "$root/kafka/native/lib/tools.sh"
source "$root/kafka/native/lib/process.sh"

# Runs the calling script once more under a lock of the data folder, so that two of them take turns.
# The lock is not handed down (-o): what the script starts outlives it.
one_at_a_time() {
  [[ ${TT_LOCKED:-} != "$data" ]] || return 0
  mkdir -p "$data/log" "$data/run"
  TT_LOCKED=$data exec flock -o "$data/run/dev.lock" "$0" "$@"
}

# docker or native; the first `up` decides for as long as the data folder lives, for each keeps its data elsewhere.
infra() {
  local choice=${TT_INFRA:-auto} before
  before=$(cat "$data/run/infra" 2>/dev/null) || before=
  case $choice in
    docker) docker_answers || die "TT_INFRA=docker, but docker or docker compose does not answer" ;;
    native) ;;
    auto) choice=${before:-$(docker_answers && echo docker || echo native)} ;;
    *) die "TT_INFRA=$choice: say auto, docker or native" ;;
  esac
  [[ -z $before || $before == "$choice" ]] || die "TT_INFRA=$choice, but $data was started with $before"
  echo "$choice"
}

docker_answers() { timeout 10 docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; }

compose() {
  local project
  project=train-tracker-$(echo "$data" | sha256sum | cut -c1-8)
  docker compose -f "$root/docker-compose.yml" -p "$project" "$@"
}

servers_up() {
  local choice
  choice=$(infra)
  echo "$choice" >"$data/run/infra"
  if [[ $choice == docker ]]; then compose up -d --wait; else "$root/kafka/native/servers" up; fi
}

servers_down() {
  local choice
  choice=$(infra)
  if [[ $choice == docker ]]; then compose down; else "$root/kafka/native/servers" down; fi
}

# Called by already_up and await.
# shellcheck disable=SC2317
train-tracker_answers() { curl -fs -m 5 -o /dev/null "http://127.0.0.1:$TT_PORT/healthz/ready"; }
