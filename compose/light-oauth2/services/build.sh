#!/bin/sh
# build.sh ARGUMENT...: packages the services by a Maven of its own, which is called with these arguments. It does nothing where all
# that decides what is built is as it was when they were built last, and so is what came of it. Where it cannot tell, it builds.
# The environment says by what: JAVA_HOME, MAVEN (the folder of the Maven that calls), OFFLINE, SETTINGS, GLOBAL_SETTINGS.
set -eu
cd "$(dirname "$0")"
built=target/built.sha256

# How Maven is called, by which Java and settings, and each file but those of a build.
inputs() {
  printf '%s\n' "${MAVEN_OPTS:-}" "$@" || return
  for file in "$JAVA_HOME/release" "${SETTINGS:-}" "${GLOBAL_SETTINGS:-}"; do
    if [ -f "$file" ]; then sha256sum "$file" || return; fi
  done
  find . -path ./target -prune -o ! -type d -exec sha256sum {} +
}

# What the stacks are started from.
outputs() {
  find target/light-oauth2.jar target/lib ! -type d -exec sha256sum {} +
}

# By sh, since the script of an IDE's Maven, or of mvnd's, may not be executable; the one on the PATH where Maven is somebody's library.
if [ -f "$MAVEN/bin/mvn" ]; then
  set -- sh "$MAVEN/bin/mvn" "$@"
elif command -v mvn > /dev/null; then
  set -- mvn "$@"
else
  echo "the services are built by a Maven of its own, but $MAVEN has no bin/mvn, and there is no mvn on the PATH; install Maven" >&2
  exit 1
fi
# A file of settings that Maven looks for need not be there, one that it is given must.
if [ -f "${SETTINGS:-}" ]; then set -- "$@" --settings "$SETTINGS"; fi
if [ -f "${GLOBAL_SETTINGS:-}" ]; then set -- "$@" --global-settings "$GLOBAL_SETTINGS"; fi

before=$(inputs "$@" 2> /dev/null) || before=
if [ -n "$before" ] && [ -f "$built" ] && packaged=$(outputs 2> /dev/null) \
  && [ "$(printf '%s\n' "$before" "$packaged")" = "$(cat "$built")" ]; then
  echo "The services are as they were built last; to build them all the same: rm -r $PWD/target"
  exit 0
fi
rm -f "$built"

(
  # Short-lived, as the suite's javac. MAVEN_ARGS have been heeded.
  export MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${MAVEN_OPTS:-}"
  unset MAVEN_ARGS
  if [ "${OFFLINE:-}" = offline=true ]; then set -- "$@" --offline; fi
  "$@" package
)

# What was changed meanwhile may be in it or not: then the next call builds again.
if [ -n "$before" ] && [ "$before" = "$(inputs "$@")" ] && packaged=$(outputs); then
  printf '%s\n' "$before" "$packaged" > "$built"
fi
