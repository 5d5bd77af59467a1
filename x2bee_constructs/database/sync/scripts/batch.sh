# One run of a batch: the guard, then each table chunk by chunk. It may be killed anywhere and run again: a chunk's rows
# and the place reached are one transaction at the target.
. "$(dirname "$0")/lib.sh"

target -f "$SYNC_SCRIPTS/state.sql"
problems=$(target -v mode=batch -f "$SYNC_SCRIPTS/guard.sql")
[ -z "$problems" ] || fail "stopped before any row was written:
$problems"

until_done() {
  said=more
  while [ "$said" = more ]; do
    said=$(target -v name="$2" -f "$SYNC_SCRIPTS/$1.sql")
  done
  [ "$said" = done ] || fail "$1 of $2 said '$said'"
}

tables=$(target -c "select name from \"$SYNC_SCHEMA\".spec order by position")
compared=$(target -c "select name from \"$SYNC_SCHEMA\".spec where deletes = 'compare' order by position")
for table in $tables; do
  target -v name="$table" -f "$SYNC_SCRIPTS/begin.sql"
  until_done chunk "$table"
  say "$table: read to the end"
done
for table in $compared; do
  until_done compare "$table"
  say "$table: compared"
done
