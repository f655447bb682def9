#!/usr/bin/env bash
# From a bare Debian or Ubuntu to a compose stack that can start; run it again at any time, it does only what is missing.
#
#   compose/setup.sh          engine, compose and buildx plugins, images
#   compose/setup.sh stop     end the engine that this script started; containers end with it, images stay
#   compose/setup.sh --help
#
# Images are pulled where an image registry answers. Where none does, stand-ins are built under the same names from
# Debian packages and Go modules (images/) and labelled io.github.lo2.stand-in=true and io.github.lo2.built-from.
#
# Environment: LO2_IMAGES=auto|pull|build (auto), LO2_DEBIAN_MIRROR (from apt's own sources), LO2_CACHE (~/.cache/lo2).
set -euo pipefail

# Pins. The images' names and tags stand in light-oauth2/docker-compose-oauth2-mysql.yml, toxiproxy.yml and in the ARG of
# light-oauth2/services/Dockerfile, Go modules in images/*/go.mod and go.sum; apt and Go verify what they download. A stand-in's version is that of its suite
# or module, and its label says which that was.
readonly BASE_SUITE=bookworm      # JRE 17, and the ground of all stand-ins but MySQL's
readonly TOOLS_SUITE=sid          # compose, buildx, Go and MySQL 9
readonly EXPORTERS_SUITE=trixie   # Prometheus and node-exporter
readonly COMPOSE_PACKAGE=docker-compose
readonly BUILDX_PACKAGE=docker-buildx
readonly GO_PACKAGE=golang-1.26
readonly GO_NEEDED=1.21           # older ones cannot fetch the toolchain that a go.mod asks for
readonly PROBE_SECONDS=8          # for an image registry to answer
readonly PULL_SECONDS=300         # for an image

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly COMPOSE_FILE=$HERE/light-oauth2/docker-compose-oauth2-mysql.yml
readonly NETWORK_FILE=$HERE/toxiproxy.yml # for faults of the network
readonly LABEL=io.github.lo2
readonly CACHE=${LO2_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lo2}
if [ "$(id -u)" = 0 ]; then RUN=/run/lo2; else RUN=${XDG_RUNTIME_DIR:-/tmp/lo2-$(id -u)}/lo2; fi
readonly RUN
readonly PID_FILE=$RUN/dockerd.pid ENGINE_LOG=$RUN/dockerd.log

main() {
  case ${1:-} in
    "") ;;
    stop) stop_engine; return ;;
    -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; return ;;
    *) fail "unknown argument '$1'" "say nothing, stop or --help" ;;
  esac
  case ${LO2_IMAGES:-auto} in
    auto | pull | build) ;;
    *) fail "LO2_IMAGES is '$LO2_IMAGES'" "set it to auto, pull or build" ;;
  esac
  mkdir -p "$CACHE"
  exec 9> "$CACHE/lock"
  flock -n 9 || { echo "waiting for another setup.sh to end ..." && flock 9; }
  engine
  plugins
  images
  printf 'ready after %d s: docker compose -f %s up -d\n' "$SECONDS" "$COMPOSE_FILE"
}

# --- engine ------------------------------------------------------------------------------------------------------------

engine() {
  # Docker's client follows a context. The tests do not: what they start, Testcontainers starts, which knows none.
  local host
  host=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2> /dev/null) || host=""
  if [ -z "${DOCKER_HOST:-}" ] && [ -n "$host" ] && [ "$host" != unix:///var/run/docker.sock ]; then
    fail "the engine is that of a Docker context ($host), which the tests do not follow" \
      "export DOCKER_HOST=$host, for this script and for mvn"
  fi
  if docker info > /dev/null 2>&1; then
    return
  fi
  if [ "$(id -u)" != 0 ]; then
    fail "no Docker engine answers on ${DOCKER_HOST:-the default socket}" \
      "start it, or join the group that may use its socket, or run this script as root to install one"
  fi
  if ! command -v dockerd > /dev/null; then
    step "installing the Docker engine (docker.io, with apt)" install_packages docker.io iptables
  fi
  command -v docker > /dev/null || step "installing the Docker client (docker-cli, with apt)" install_packages docker-cli
  if [ -d /run/systemd/system ]; then
    step "starting the Docker engine (systemd)" systemctl start docker
  else
    step "starting the Docker engine (pid in $PID_FILE; 'setup.sh stop' ends it)" start_engine
  fi
}

start_engine() {
  mkdir -p "$RUN"
  # The package's own start script may just have started one.
  if answers_within 2; then
    return
  fi
  rm -f "$PID_FILE"
  setsid nohup dockerd --pidfile "$PID_FILE" > "$ENGINE_LOG" 2>&1 < /dev/null 9>&- &
  if ! answers_within 60; then
    tail -n 5 "$ENGINE_LOG" >&2
    fail "the Docker engine does not answer" "its log is $ENGINE_LOG; it needs cgroups, iptables and overlay or vfs storage"
  fi
}

answers_within() { # answers_within SECONDS
  local end=$((SECONDS + $1))
  until docker info > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

stop_engine() {
  local pid
  pid=$(cat "$PID_FILE" 2> /dev/null) || fail "no $PID_FILE" "this script has started no engine, so it ends none"
  if [ "$(cat "/proc/$pid/comm" 2> /dev/null)" != dockerd ]; then
    rm -f "$PID_FILE"
    echo "the engine (pid $pid) has ended already"
    return
  fi
  kill -TERM "$pid"
  local end=$((SECONDS + 30))
  while kill -0 "$pid" 2> /dev/null; do
    [ "$SECONDS" -lt "$end" ] || fail "the engine (pid $pid) does not end" "see $ENGINE_LOG"
    sleep 0.1
  done
  rm -f "$PID_FILE"
  echo "the engine (pid $pid) has ended"
}

# --- compose and buildx ------------------------------------------------------------------------------------------------

plugins() {
  if ! docker compose version > /dev/null 2>&1; then
    step "installing docker compose ($COMPOSE_PACKAGE, $TOOLS_SUITE)" plugin "$COMPOSE_PACKAGE" docker-compose
  fi
  if ! docker buildx version > /dev/null 2>&1; then
    step "installing docker buildx ($BUILDX_PACKAGE, $TOOLS_SUITE)" plugin "$BUILDX_PACKAGE" docker-buildx
  fi
}

plugin() { # plugin PACKAGE FILE: the package's files outside apt's reach, so that the rest of the system stays as it is
  # Ubuntu has version 2 among its own packages, and no mirror of Debian.
  if [ "$(id -u)" = 0 ] && [ "$2" = docker-compose ] && apt-cache show docker-compose-v2 > /dev/null 2>&1; then
    install_packages docker-compose-v2
    return
  fi
  local folder=$HOME/.docker/cli-plugins
  if [ "$(id -u)" = 0 ]; then
    folder=/usr/local/lib/docker/cli-plugins
  fi
  local root file
  root=$(mktemp -d "$CACHE/plugin.XXXXXX")
  unpack "$root/package" "$TOOLS_SUITE" "$1"
  file=$(find "$root" -name "$2" -type f -perm -u+x | head -n 1)
  [ -n "$file" ] || fail "package $1 of $TOOLS_SUITE has no $2" "install Docker's compose and buildx plugins by hand"
  mkdir -p "$folder"
  install -m 0755 "$file" "$folder/$2"
  rm -rf "$root"
}

# --- images ------------------------------------------------------------------------------------------------------------

images() {
  local image missing=()
  while read -r image; do
    is_up_to_date "$image" || missing+=("$image")
  done < <(wanted)
  [ ${#missing[@]} -gt 0 ] || return 0

  local stand_ins=() registry
  declare -A reachable=()
  for image in "${missing[@]}"; do
    registry=$(registry_of "$image")
    if [ "${LO2_IMAGES:-auto}" = build ]; then
      reachable[$registry]=no
    elif [ -z "${reachable[$registry]:-}" ]; then
      reachable[$registry]=yes
      answers "$image" || reachable[$registry]=no
      [ "${reachable[$registry]}" = yes ] || echo "no registry answers for $image"
    fi
    if [ "${reachable[$registry]}" = yes ] && try "pulling $image" timeout "$PULL_SECONDS" docker pull -q "$image"; then
      continue
    fi
    stand_ins+=("$image")
  done
  [ ${#stand_ins[@]} -gt 0 ] || return 0
  if [ "${LO2_IMAGES:-auto}" = pull ]; then
    fail "cannot pull ${stand_ins[*]}" "see above, or allow stand-ins with LO2_IMAGES=auto"
  fi
  build_stand_ins "${stand_ins[@]}"
}

wanted() { # what the compose file and the services' Dockerfile name; our own image is built by compose itself
  sed -n 's/^ARG BASE_IMAGE=//p' "$HERE/light-oauth2/services/Dockerfile"
  # Read as text: compose would have to resolve variables first.
  sed -n 's/^ *image: *\([^ ]*\).*/\1/p' "$COMPOSE_FILE" "$NETWORK_FILE" | sort -u | grep -v '^lo2/'
}

registry_of() { # the part before the first slash when it is a host, else the default registry
  case $1 in
    *.*/*) echo "${1%%/*}" ;;
    *) echo default ;;
  esac
}

answers() { # answers IMAGE: whether a registry has it, without pulling
  timeout "$PROBE_SECONDS" docker buildx imagetools inspect "$1" > /dev/null 2>&1
}

is_up_to_date() { # a pulled image is, a stand-in when what it is built from has not changed
  local labels stand_in inputs
  labels=$(docker image inspect --format \
    "{{index .Config.Labels \"$LABEL.stand-in\"}} {{index .Config.Labels \"$LABEL.inputs\"}}" "$1" 2> /dev/null) || return 1
  read -r stand_in inputs <<< "$labels"
  [ "$stand_in" != true ] || [ "$inputs" = "$(inputs_of "$(target_of "$1")")" ]
}

target_of() { # the target in images/Dockerfile that stands in for an image
  case $1 in
    eclipse-temurin:17*) echo jre ;;
    mysql:9*) echo mysql ;;
    jaegertracing/jaeger:2*) echo jaeger ;;
    prom/prometheus:*) echo prometheus ;;
    prom/node-exporter:*) echo node-exporter ;;
    */cadvisor:*) echo cadvisor ;;
    */toxiproxy:*) echo toxiproxy ;;
    *) fail "there is no stand-in for $1" "pull it, or add one to $HERE/images" ;;
  esac
}

inputs_of() { # inputs_of TARGET: a checksum over what the stand-in is built from
  {
    echo "$BASE_SUITE $TOOLS_SUITE $EXPORTERS_SUITE"
    sed -n "/^ARG/p;/ AS base\$/p;/ AS $1\$/,/^\$/p" "$HERE/images/Dockerfile"
    if [ -d "$HERE/images/$1" ]; then
      find "$HERE/images/$1" -type f -print0 | sort -z | xargs -0 cat
    fi
  } | sha256sum | cut -c 1-16
}

# --- stand-ins ---------------------------------------------------------------------------------------------------------

build_stand_ins() {
  mkdir -p "$CACHE/bin"
  rm -rf "$CACHE"/context.*
  local image compiled=() others=() compiler=""
  for image in "$@"; do
    case $(target_of "$image") in
      jaeger | cadvisor | toxiproxy) compiled+=("$image") ;;
      *) others+=("$image") ;;
    esac
  done
  # The compilers work while packages come in.
  if [ ${#compiled[@]} -gt 0 ]; then
    need_go
    echo "compiling ${compiled[*]} in the background, 4 minutes on 2 idle cores (log: $CACHE/compile.log) ..."
    compile_all "${compiled[@]}" > "$CACHE/compile.log" 2>&1 &
    compiler=$!
    # shellcheck disable=SC2064 # the id is known now
    trap "kill $compiler 2> /dev/null || true" EXIT
    trap 'exit 1' INT TERM
  fi
  for image in "${others[@]}"; do
    step "building the stand-in for $image" stand_in "$image"
  done
  if [ -n "$compiler" ]; then
    echo "waiting for the compilers ..."
    if ! wait "$compiler"; then
      tail -n 5 "$CACHE/compile.log" >&2
      fail "Go modules did not build" "see $CACHE/compile.log and run this script again: what is compiled is kept"
    fi
    trap - EXIT INT TERM
    grep "^compiled" "$CACHE/compile.log"
  fi
  for image in "${compiled[@]}"; do
    step "building the stand-in for $image" stand_in "$image"
  done
}

stand_in() { # stand_in IMAGE
  local image=$1 target suite=$BASE_SUITE context from
  target=$(target_of "$image")
  if [ "$target" = mysql ]; then
    suite=$TOOLS_SUITE
  fi
  base "$suite"
  context=$(mktemp -d "$CACHE/context.XXXXXX")
  cp -r "$HERE/images/Dockerfile" "$HERE/images/mysql" "$context"
  case $target in
    prometheus) unpack "$context/root" "$EXPORTERS_SUITE" prometheus ;;
    node-exporter) unpack "$context/root" "$EXPORTERS_SUITE" prometheus-node-exporter ;;
    jaeger | cadvisor | toxiproxy) cp "$CACHE/bin/$target" "$context/$target" ;;
  esac
  # The published name comes last, with the labels: an image that has it is complete.
  image_of_context "lo2/build:$target"
  case $target in
    jre) from="Debian $suite: $(installed openjdk-17-jre-headless)" ;;
    mysql) from="Debian $suite: $(installed mysql-server-core)" ;;
    jaeger | cadvisor | toxiproxy) from="Go module $(sed -n 's/^require \([^(]*\)$/\1/p' "$HERE/images/$target/go.mod" | head -n 1)" ;;
    *) from="Debian $EXPORTERS_SUITE: $(cat "$context/root.versions")" ;;
  esac
  image_of_context "$image" --label "$LABEL.stand-in=true" --label "$LABEL.built-from=$from" \
    --label "$LABEL.inputs=$(inputs_of "$target")"
  docker image rm "lo2/build:$target" > /dev/null
  rm -rf "$context"
}

image_of_context() { # image_of_context NAME OPTION...: the build reaches the package mirror as the host does
  docker buildx build --network host --target "$target" --build-arg "BASE_IMAGE=lo2/debian:$suite" \
    --tag "$@" --progress plain "$context" > "$CACHE/build.log" 2>&1 || {
    tail -n 20 "$CACHE/build.log" >&2
    return 1
  }
}

installed() { # installed PACKAGE: name and version in the image just built
  docker run --rm --network none --entrypoint dpkg-query "lo2/build:$target" --show --showformat '${Package} ${Version}' "$1"
}

base() { # base SUITE: a minimal Debian, made with the machine's own mirror
  if docker image inspect "lo2/debian:$1" > /dev/null 2>&1; then
    return
  fi
  if ! command -v mmdebstrap > /dev/null; then
    [ "$(id -u)" = 0 ] || fail "no mmdebstrap to make the stand-ins' base with" "install it, or run this script once as root"
    install_packages mmdebstrap debian-archive-keyring
  fi
  # sid's release file may be past its date on a mirror that stands still. busybox is what a look inside needs.
  # shellcheck disable=SC2016 # mmdebstrap's own shell expands $1
  mmdebstrap --quiet --variant=minbase --include=busybox \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --customize-hook='ln -s /bin/busybox "$1/usr/local/bin/wget"' \
    "$1" - "deb $(mirror) $1 main" | docker import --message "Debian $1, made with mmdebstrap" - "lo2/debian:$1" > /dev/null
}

need_go() {
  if command -v go > /dev/null && at_least "$GO_NEEDED" "$(go env GOVERSION | tr -d go)"; then
    return
  fi
  if [ ! -x "$CACHE/go/usr/lib/go-${GO_PACKAGE#golang-}/bin/go" ]; then
    step "fetching Go ($GO_PACKAGE, $TOOLS_SUITE)" unpack "$CACHE/go" "$TOOLS_SUITE" "$GO_PACKAGE-go" "$GO_PACKAGE-src"
  fi
  export GOROOT=$CACHE/go/usr/lib/go-${GO_PACKAGE#golang-}
  export PATH=$GOROOT/bin:$PATH
}

at_least() { # at_least WANTED VERSION
  [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

compile_all() { # compile_all IMAGE...
  local image target began
  # Whoever ends this ends the compiler too.
  local go_build=""
  trap 'kill $go_build 2> /dev/null; exit 1' TERM
  for image in "$@"; do
    target=$(target_of "$image")
    began=$SECONDS
    compile "$target" "${image##*:}"
    echo "compiled $target: $((SECONDS - began)) s"
  done
}

compile() { # compile TARGET VERSION: static, into the cache
  local package=. flags
  case $1 in
    jaeger)
      package=github.com/jaegertracing/jaeger/cmd/jaeger
      flags="-X github.com/jaegertracing/jaeger/internal/version.latestVersion=v$2"
      ;;
    toxiproxy)
      package=github.com/Shopify/toxiproxy/v2/cmd/server
      flags="-X github.com/Shopify/toxiproxy/v2.Version=$2"
      ;;
    cadvisor) flags="-X github.com/google/cadvisor/version.Version=$2" ;;
  esac
  cd "$HERE/images/$1"
  CGO_ENABLED=0 nice go build -mod=readonly -trimpath -buildvcs=false -ldflags "-s -w $flags" -o "$CACHE/bin/$1.part" "$package" &
  go_build=$!
  wait "$go_build"
  mv "$CACHE/bin/$1.part" "$CACHE/bin/$1"
}

# --- Debian packages ---------------------------------------------------------------------------------------------------

install_packages() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get install -y -qq --no-install-recommends "$@" > /dev/null
}

unpack() { # unpack FOLDER SUITE PACKAGE...: without installing, from a suite that need not be among the machine's sources
  local folder=$1 suite=$2 root=$CACHE/apt-$2
  shift 2
  mkdir -p "$folder" "$root/lists/partial" "$root/archives/partial" "$root/debs"
  echo "deb $(mirror) $suite main" > "$root/sources.list"
  : > "$root/status"
  local options=(-qq -o "Dir::Etc::sourcelist=$root/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$root/lists" -o "Dir::State::status=$root/status" -o "Dir::Cache=$root"
    -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none -o APT::Sandbox::User=root)
  # The lists of an earlier step serve when they are not a day old.
  if [ -z "$(find "$root/lists" -name '*_Packages*' -mtime -1 -print -quit)" ]; then
    apt-get "${options[@]}" update
  fi
  rm -f "$root"/debs/*.deb
  (cd "$root/debs" && apt-get "${options[@]}" download "$@")
  local deb
  for deb in "$root"/debs/*.deb; do
    dpkg -x "$deb" "$folder"
    # shellcheck disable=SC2016 # dpkg-deb's fields
    dpkg-deb --show --showformat '${Package} ${Version}\n' "$deb"
  done > "$folder.versions"
  rm -f "$root"/debs/*.deb
}

mirror() { # the Debian mirror that this machine's apt uses
  local uri=${LO2_DEBIAN_MIRROR:-}
  if [ -z "$uri" ]; then
    uri=$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2> /dev/null | sed -n 's/^deb \(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p'
      sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources 2> /dev/null; } | grep '/debian/\{0,1\}$' | head -n 1)
  fi
  [ -n "$uri" ] || fail "apt has no Debian mirror, so there is nothing to build stand-ins from" "set LO2_DEBIAN_MIRROR to one"
  echo "$uri"
}

# --- saying what happens -----------------------------------------------------------------------------------------------

step() { # step TEXT COMMAND...: say what is done and how long it took; a failure ends the script
  local status=0
  # Not "if (…)": bash would then ignore set -e within.
  set +e
  try "$@"
  status=$?
  set -e
  if [ "$status" != 0 ]; then
    fail "$1: failed" "mend what is said above and run this script again: what is done is kept"
  fi
}

try() { # try TEXT COMMAND...: the same, but a failure is the caller's
  local began=$SECONDS text=$1 status
  shift
  echo "$text ..."
  (
    set -e
    "$@"
  )
  status=$?
  if [ "$status" = 0 ]; then
    echo "$text: $((SECONDS - began)) s"
  fi
  return "$status"
}

fail() { # fail WHAT REMEDY
  printf 'setup.sh: %s. To mend it: %s\n' "$1" "$2" >&2
  exit 1
}

main "$@"
