# shellcheck shell=bash disable=SC2154 # the variables of ../servers
# Starting, finding, awaiting and ending a process by its name: kafka, registry, postgres; for cli/dev also train-tracker.
# Its files are log/NAME.log, run/NAME.pid and run/NAME.port in the data folder.

log_of() { echo "$data/log/$1.log"; }
pid_of() { cat "$data/run/$1.pid" 2>/dev/null; }
port_of() { cat "$data/run/$1.port" 2>/dev/null; }
say() { printf '%-9s %s\n' "$1" "$2"; }

# A pid alone proves nothing after a crash or a reboot: the process must also carry the mark that `start` gave it.
running() {
  local pid
  pid=$(pid_of "$1") && alive "$pid" && tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qxF -- "$(mark "$1")"
}

mark() { echo "TT_PROCESS=$1 of $data"; }

# A dead process that nobody has buried yet (Z) holds nothing any more.
alive() { grep -q '^State:[[:space:]]*[^ZX]' "/proc/$1/status" 2>/dev/null; }

# start NAME COMMAND...: detached from this shell, its terminal, folder and locks. The log of the run before is kept.
start() {
  local name=$1 log
  shift
  log=$(log_of "$name")
  [[ -e $log ]] && mv "$log" "$log.1"
  (cd / && exec env "$(mark "$name")" setsid "$@") </dev/null >"$log" 2>&1 8>&- 9>&- &
  echo $! >"$data/run/$name.pid"
}

# already_up NAME PORT VARIABLE: true when it runs; dies when it runs elsewhere or the port belongs to somebody else.
already_up() {
  if running "$1"; then
    [[ $(port_of "$1") == "$2" ]] || die "$1 of $data runs on port $(port_of "$1"), $3 says $2: end it first with \"down\""
    "${1}_answers" || await "$1" || exit 1
    say "$1" "already ready on 127.0.0.1:$2"
    return
  fi
  ! taken "$2" || die "$1: port $2 is taken$(holder "$2"): end that process or set $3 to a free port"
  echo "$2" >"$data/run/$1.port"
  return 1
}

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

holder() {
  command -v ss >/dev/null || return 0
  ss -Hltnp "sport = :$1" | sed -nE 's/.*users:\(\("([^"]+)",pid=([0-9]+).*/ by \1 (pid \2)/p' | head -n 1
}

# ask PORT MESSAGE COUNT: sends the bytes (printf escapes), prints the answer in hex, up to COUNT bytes.
ask() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    # shellcheck disable=SC2059
    printf "$2" >&3
    timeout 2 head -c "$3" <&3 | od -An -v -tx1 | tr -d ' \n'
  ) 2>/dev/null
}

# await NAME [SECONDS]: until it answers; a server that ended, or is not ready in time, shows the end of its log.
await() {
  local name=$1 began=$SECONDS deadline=$((SECONDS + ${2:-90}))
  until "${name}_answers"; do
    alive "$(pid_of "$name")" || { show_log "$name" "ended while starting"; return 1; }
    ((SECONDS < deadline)) || { show_log "$name" "not ready after $((SECONDS - began)) s"; return 1; }
    sleep 0.1
  done
}

show_log() {
  {
    say "$1" "$2; the end of $(log_of "$1"):"
    tail -n 15 "$(log_of "$1")" | sed 's/^/    /'
  } >&2
}

# stop NAME SIGNAL
stop() {
  local name=$1 pid deadline=$((SECONDS + 30))
  if ! running "$name"; then
    rm -f "$data/run/$name.pid"
    return
  fi
  pid=$(pid_of "$name")
  kill "-$2" "$pid" 2>/dev/null || true
  while alive "$pid"; do
    if ((SECONDS >= deadline)); then
      say "$name" "did not end in 30 s, killing it"
      kill -KILL "$pid" 2>/dev/null || true
      deadline=$((SECONDS + 30))
    fi
    sleep 0.1
  done
  rm -f "$data/run/$name.pid"
  say "$name" "stopped"
}
