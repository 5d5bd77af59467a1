# psql at the target, as the sync's own role.
export PGHOST="$TARGET_HOST" PGPORT="$TARGET_PORT" PGDATABASE="$TARGET_DATABASE"
export PGUSER="$SYNC_USER" PGPASSWORD="$SYNC_PASSWORD"
. "$SYNC_SCRIPTS/psql.sh"
