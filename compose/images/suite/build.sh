#!/usr/bin/env bash
# Build the image lo2/suite of the packaged suite that this script is a part of (after `mvn package`):
#
#   target/lo2/compose/images/suite/build.sh [NAME]
#
# It needs Docker with buildx; compose/setup.sh gets both, and the base image or its stand-in. The build reaches the package
# mirrors as this machine does, with the certificates that it trusts.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
suite=$(cd "$HERE/../../.." && pwd -P)
if [ ! -x "$suite/bin/lo2" ]; then
  echo "$suite is not the packaged suite; run mvn package, then target/lo2/compose/images/suite/build.sh" >&2
  exit 2
fi

secrets=()
secret() { # secret ID FILE: what the build may read and does not keep
  if [ -r "$2" ]; then
    secrets+=(--secret "id=$1,src=$2")
  fi
}
secret certificates "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}"
secret pip "${PIP_CONFIG_FILE:-/etc/pip.conf}"

docker buildx build --network host "${secrets[@]}" --file "$HERE/Dockerfile" --tag "${1:-lo2/suite}" --load "$suite"
