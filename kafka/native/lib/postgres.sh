# shellcheck shell=bash disable=SC2154 # the variables of ../servers
# PostgreSQL refuses to run as root. Then it runs as a user of its own, who can often not enter the folder of the clone
# or root's cache: programs and cluster lie below $postgres_home, and $data/postgres is a link to the cluster.

postgres_user=train-tracker
postgres_home=/var/lib/train-tracker

is_root() { [[ $(id -u) == 0 ]]; }

postgres_bin() { if is_root; then echo "$postgres_home/postgres-$version/bin"; else echo "$bin/postgres/bin"; fi; }

postgres_up() {
  already_up postgres "$postgres_port" TT_POSTGRES_PORT && return
  local began=$SECONDS cluster
  if is_root; then postgres_prepare_user || return 1; fi
  [[ -d $data/postgres/base ]] || postgres_create || return 1
  cluster=$(realpath "$data/postgres")
  postgres_clear_crash "$cluster" || return 1
  start postgres "${as_user[@]}" "$(postgres_bin)/postgres" -D "$cluster" \
    -c listen_addresses=127.0.0.1 -c "port=$postgres_port" -c unix_socket_directories= \
    -c max_connections=200 -c timezone=UTC -c log_timezone=UTC
  await postgres || return 1
  say postgres "ready on 127.0.0.1:$postgres_port in $((SECONDS - began)) s"
}

as_user=()
if is_root; then as_user=(setpriv "--reuid=$postgres_user" "--regid=$postgres_user" --clear-groups); fi

postgres_prepare_user() {
  if ! id "$postgres_user" >/dev/null 2>&1; then
    need useradd passwd
    useradd --system --user-group --no-create-home --home-dir "$postgres_home" --shell /usr/sbin/nologin "$postgres_user" ||
      id "$postgres_user" >/dev/null || return 1 # else a second set was faster
  fi
  [[ -d $postgres_home/postgres-$version ]] && return
  local part
  mkdir -p "$postgres_home"
  part=$(mktemp -d "$postgres_home/part-XXXXXXXX")
  cp -r "$bin/postgres/." "$part"
  chmod -R a+rX "$part"
  mv -T "$part" "$postgres_home/postgres-$version" 2>/dev/null || rm -rf "$part"
}

# The cluster gets its name in the data folder only when it is complete.
postgres_create() {
  local cluster parent=$data
  if is_root; then parent=$postgres_home; fi
  cluster=$(mktemp -d "$parent/cluster-XXXXXXXX")
  if is_root; then chown "$postgres_user:" "$cluster"; fi
  (
    cd /
    set -e
    # names sort by code point, upper and lower case follow Unicode, whatever the machine has installed
    "${as_user[@]}" "$(postgres_bin)/initdb" -D "$cluster" -U postgres --auth=trust --encoding=UTF8 \
      --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8
    "${as_user[@]}" "$(postgres_bin)/postgres" --single -D "$cluster" postgres <"$here/postgres.sql"
  ) >"$(log_of postgres)" 2>&1 || { show_log postgres "could not create its cluster"; return 1; }
  if is_root; then ln -sfnT "$cluster" "$data/postgres"; else mv -T "$cluster" "$data/postgres"; fi
}

# After kill -9 the children of the dead server need a moment to notice, and its pid file may name a stranger by now.
postgres_clear_crash() {
  local deadline=$((SECONDS + 20))
  [[ -e $1/postmaster.pid ]] || return 0
  while postgres_works_in "$1"; do
    ((SECONDS < deadline)) || { say postgres "processes of a server that was killed still work in $1" >&2; return 1; }
    sleep 0.1
  done
  rm -f "$1/postmaster.pid"
}

# Every process of a cluster has it as its working folder.
postgres_works_in() {
  local folder
  for folder in /proc/[0-9]*/cwd; do
    [[ $(readlink "$folder" 2>/dev/null) == "$1" ]] && return
  done
  return 1
}

# A start-up message for database and user train_tracker, then "X" for good-bye. An answer that begins with "R" (hex 52)
# says that the server lets them in; it is read to its end, or the server would log a broken connection.
postgres_answers() {
  local hello='\0\0\0\063\0\003\0\0user\0train_tracker\0database\0train_tracker\0\0X\0\0\0\004'
  [[ $(ask "$(port_of postgres)" "$hello" 4096) == 52* ]]
}

postgres_wipe() {
  local cluster
  cluster=$(realpath -m "$data/postgres")
  [[ $cluster != "$postgres_home"/cluster-* ]] || rm -rf "$cluster"
  rm -rf "$data/postgres"
}
