# shellcheck shell=bash disable=SC2154 # the variables of ../servers
# Apicurio, with its journal in Kafka: schemas survive restarts.

registry_up() {
  already_up registry "$registry_port" TT_REGISTRY_PORT && return
  local began=$SECONDS
  # management port 0: any free one, so that two sets never meet; poll time-out: at a start the registry waits that long,
  # 5 s by default, for snapshots that nobody makes here
  QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=$registry_port \
    QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=0 \
    APICURIO_STORAGE_KIND=kafkasql APICURIO_KAFKASQL_BOOTSTRAP_SERVERS=127.0.0.1:$kafka_port \
    APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT=500 \
    start registry java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
    -jar "$bin"/registry/apicurio-registry-app-*-runner.jar
  await registry && registry_guard || return 1
  say registry "ready on 127.0.0.1:$registry_port in $((SECONDS - began)) s"
}

registry_answers() { curl -fs -m 5 -o /dev/null "http://127.0.0.1:$(port_of registry)/apis/ccompat/v7/subjects"; }

# For subjects without a setting of their own. Without it the registry takes every schema. A write is answered only when
# the registry has replayed its journal, which takes longer than reading from it the longer it has lived.
registry_guard() {
  curl -fsS -m 90 -o /dev/null -X PUT "http://127.0.0.1:$registry_port/apis/ccompat/v7/config" \
    -H 'Content-Type: application/vnd.schemaregistry.v1+json' -d '{"compatibility":"FULL_TRANSITIVE"}' ||
    { show_log registry "refused its compatibility setting"; return 1; }
}
