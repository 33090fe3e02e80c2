# shellcheck shell=bash disable=SC2154 # the variables of ../servers
# One broker that is its own controller (KRaft).

kafka_up() {
  already_up kafka "$kafka_port" TT_KAFKA_PORT && return
  local began=$SECONDS
  kafka_configure
  kafka_format || return 1
  controller_bury || return 1
  start kafka java -Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
    "-Dlog4j2.configurationFile=$here/log4j2.properties" -cp "$bin/kafka/*" kafka.Kafka "$data/kafka/server.properties"
  await kafka || return 1
  say kafka "ready on 127.0.0.1:$kafka_port in $((SECONDS - began)) s"
}

kafka_configure() {
  local controller
  controller=$(kafka_controller_port)
  mkdir -p "$data/kafka"
  {
    cat "$here/server.properties"
    echo "listeners=PLAINTEXT://127.0.0.1:$kafka_port,CONTROLLER://127.0.0.1:$controller"
    echo "advertised.listeners=PLAINTEXT://127.0.0.1:$kafka_port"
    echo "controller.quorum.voters=1@127.0.0.1:$controller"
    echo "log.dirs=$data/kafka/data"
  } >"$data/kafka/server.properties"
}

# The same one as last time if it is free. A thousand away, because a second set often takes the next port for its broker.
kafka_controller_port() {
  local port
  port=$(port_of controller) || port=$((kafka_port < 64000 ? kafka_port + 1000 : kafka_port - 1000))
  while taken "$port"; do port=$((port + 1)); done
  echo "$port" | tee "$data/run/controller.port"
}

# Once per data folder. Without the mark a broker never ran here, so what lies there is half a format.
kafka_format() {
  [[ -e $data/kafka/formatted ]] && return
  rm -rf "$data/kafka/data"
  local id
  # 16 random bytes as Kafka writes them, the first one fixed because an id may not begin with "-"
  id=$({ printf T; head -c 15 /dev/urandom; } | base64 | tr '+/' '-_' | tr -d '=')
  java -cp "$bin/kafka/*" kafka.tools.StorageTool format -t "$id" -c "$data/kafka/server.properties" \
    >"$(log_of kafka)" 2>&1 || { show_log kafka "could not format its storage"; return 1; }
  touch "$data/kafka/formatted"
}

# After a crash the metadata still says that the dead broker leads every partition. Its next incarnation begins as that
# leader, with transactions that were committed and lack their markers; when the controller then declares the dead one
# dead, the coordinator takes the partitions for deleted, drops the markers, and readers hang at those transactions for
# ever. So the controller runs alone for a moment and buries the dead first. Then all comes up in the right order.
controller_bury() {
  local data_dir=$data/kafka/data
  if [[ ! -d $data_dir/__cluster_metadata-0 || -e $data_dir/.kafka_cleanshutdown ]]; then return; fi
  sed -E -e 's/^process.roles=.*/process.roles=controller/' -e 's/^(listeners=).*,/\1/' -e '/^advertised.listeners=/d' \
    -e 's/^(broker.session.timeout.ms=).*/\1500/' "$data/kafka/server.properties" >"$data/kafka/controller.properties"
  start controller java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    "-Dlog4j2.configurationFile=$here/log4j2.properties" -cp "$bin/kafka/*" kafka.Kafka "$data/kafka/controller.properties"
  await controller 30 && stop controller TERM >/dev/null
}

# Buried: the last that the controller says of the broker is that it is fenced.
# shellcheck disable=SC2317 # await calls it
controller_answers() {
  grep -q 'Becoming the active controller' "$(log_of controller)" 2>/dev/null &&
    [[ $(grep -oE 'fenced=[01]' "$(log_of controller)" | tail -n 1) == fenced=1 ]]
}

# The log says that the start is complete, and an ApiVersions request (key 18, version 0) gets its answer.
kafka_answers() {
  grep -q 'Kafka Server started' "$(log_of kafka)" 2>/dev/null &&
    [[ $(ask "$(port_of kafka)" '\0\0\0\012\0\022\0\0\0\0\0\01\377\377' 8) == *00000001 ]]
}
