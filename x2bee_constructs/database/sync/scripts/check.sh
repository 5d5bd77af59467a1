# One look at a logical sync: the heart beats once, the guard judges and stops a sync that would go wrong silently, and
# one that stopped by accident goes on.
. "$(dirname "$0")/lib.sh"
source_sql() { sh "$SYNC_SCRIPTS/source.sh" "$@"; }

source_sql -c "insert into \"$SYNC_SCHEMA\".heartbeat values (1, clock_timestamp())
  on conflict (one) do update set at = excluded.at"
target -f "$SYNC_SCRIPTS/state.sql"
target -f "$SYNC_SCRIPTS/slot.sql"
problems=$(target -v mode=logical -f "$SYNC_SCRIPTS/guard.sql")
if [ -n "$problems" ]; then
  target -c "select \"${SYNC_SCHEMA}_control\".halt()" >/dev/null
  fail "stopped until this is mended:
$problems"
fi
[ -z "$(target -f "$SYNC_SCRIPTS/resume.sql")" ] || fail "the subscription stops at an error again and again; the log of the
target tells which; when that is mended, setup starts it again"
