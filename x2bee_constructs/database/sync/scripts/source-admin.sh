# psql at the source, as the user that made the roles: only he may publish tables that others own.
export PGHOST="$SOURCE_HOST" PGPORT="$SOURCE_PORT" PGDATABASE="$SOURCE_DATABASE"
export PGUSER="$SOURCE_ADMIN_USER" PGPASSWORD="$SOURCE_ADMIN_PASSWORD"
. "$SYNC_SCRIPTS/psql.sh"
