# Makes a logical sync what is declared; runs with every change and may run again at any time.
#   setup.sh          publication, slot, subscription, first copy; refuses what the guard refuses
#   setup.sh resync   starts over: empties the target's tables and copies them anew (after a source without the slot)
#   setup.sh drop     takes subscription, slot and publication away; before the sync is taken out of the spec
. "$(dirname "$0")/lib.sh"
source_sql() { sh "$SYNC_SCRIPTS/source.sh" "$@"; }
source_admin() { sh "$SYNC_SCRIPTS/source-admin.sh" "$@"; }
target_admin() { sh "$SYNC_SCRIPTS/target-admin.sh" "$@"; }

drop() {
  target_admin -f "$SYNC_SCRIPTS/unsubscribe.sql"
  source_sql -f "$SYNC_SCRIPTS/drop-slot.sql"
}

mode=${1:-apply}
case "$mode" in apply | resync | drop) ;; *) fail "say nothing, resync or drop, not '$mode'" ;; esac
if [ "$mode" = drop ]; then
  drop
  source_admin -c "drop publication if exists \"$SYNC_SCHEMA\""
  say "dropped; the tables stay"
  exit 0
fi

target -f "$SYNC_SCRIPTS/state.sql"
target -f "$SYNC_SCRIPTS/heartbeat.sql"
source_sql -f "$SYNC_SCRIPTS/heartbeat.sql"
target -c "delete from \"$SYNC_SCHEMA\".slot"
problems=$(target -v mode=logical -f "$SYNC_SCRIPTS/guard.sql")
[ -z "$problems" ] || fail "nothing was changed:
$problems"
source_admin -f "$SYNC_SCRIPTS/publication.sql"

subscribed=$(target -c "select count(*) from pg_subscription s join pg_database d on d.oid = s.subdbid
  where s.subname = '$SYNC_SCHEMA' and d.datname = current_database()")
slots=$(source_sql -c "select count(*) from pg_replication_slots where slot_name = '$SYNC_SCHEMA'")
if [ "$mode" = resync ]; then
  drop
  target_admin -f "$SYNC_SCRIPTS/truncate.sql"
  target -c "truncate \"$SYNC_SCHEMA\".heartbeat"
elif [ "$subscribed" = 1 ] && [ "$slots" = 0 ]; then
  # What was committed since is in no slot: going on with a new one would lose it silently.
  fail "the slot $SYNC_SCHEMA is not on the source (a failover before PostgreSQL 17, or dropped); run the resync"
elif [ "$subscribed" = 0 ] && [ "$slots" = 1 ]; then
  # Left by a run that was cut short before it subscribed. Whether there are rows is asked below.
  source_sql -f "$SYNC_SCRIPTS/drop-slot.sql"
  target -c "truncate \"$SYNC_SCHEMA\".heartbeat"
fi
subscriber=$(target -c "show server_version_num")
source_sql -v subscriber="$subscriber" -f "$SYNC_SCRIPTS/make-slot.sql" >/dev/null
SYNC_PUBLISHER=$(source_sql -c "show server_version_num")
export SYNC_PUBLISHER
target_admin -f "$SYNC_SCRIPTS/subscribe.sql"
target -c "update \"$SYNC_SCHEMA\".status set stops = 0"
say "subscribed"
