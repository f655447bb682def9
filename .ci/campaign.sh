# For the scripts that record a campaign on an engine; they have say and fail.

await() { # await SECONDS WHAT COMMAND...: until it is so
  local left=$(($1 + SECONDS)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$left" ] || fail "not so in time: $what"
    sleep 1
  done
  say "$what"
}

# What came of a campaign named doses. On two cores the start of a stack may cost a recording a sample: then its run is complete, and says
# "failed". It may for nothing else.
check_campaign() { # check_campaign RESULTS DATASET RUNS
  local index=$2/index.csv runs=("$1"/doses/LO2_run_*)
  cat "$index"
  [ "$(cut -d, -f1,2,5,6 "$index" | sed 's/,failed,/,complete,/' | sort)" = \
    "$(echo campaign,task,state,taken; seq -f 'doses,%g,complete,true' 0 $(($3 - 1)) | sort)" ] \
    || fail "the index is not that of $3 complete runs"
  ! grep ',failed,' "$index" | grep -v 'have samples for less than 99 %' \
    || fail "a run failed for another reason than that samples are lost"
  [ "$(ls "$1"/doses/LO2_run_*/manifest.json | wc -l)" = "$3" ] || fail "a run has no manifest"
  [ ${#runs[@]} = "$3" ] || fail "there are ${#runs[@]} runs; expected each task once"
  [ ! -e "$1/doses/.damaged" ] || fail "a run was set aside"
  (cd "$2" && sha256sum --quiet -c SHA256SUMS) || fail "the data set is not what its checksums say"
}
