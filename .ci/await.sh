# For scripts that say what they wait for; they have say and fail.
await() { # await SECONDS WHAT COMMAND...: until it is so
  local left=$(($1 + SECONDS)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$left" ] || fail "not so in time: $what"
    sleep 1
  done
  say "$what"
}
