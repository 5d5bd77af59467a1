# psql at the source, as the sync's own role.
export PGHOST="$SOURCE_HOST" PGPORT="$SOURCE_PORT" PGDATABASE="$SOURCE_DATABASE"
export PGUSER="$SYNC_USER" PGPASSWORD="$SYNC_PASSWORD"
. "$SYNC_SCRIPTS/psql.sh"
