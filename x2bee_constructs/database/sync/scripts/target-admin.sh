# psql at the target, as the user that made the roles: before PostgreSQL 16 nobody else may subscribe.
export PGHOST="$TARGET_HOST" PGPORT="$TARGET_PORT" PGDATABASE="$TARGET_DATABASE"
export PGUSER="$TARGET_ADMIN_USER" PGPASSWORD="$TARGET_ADMIN_PASSWORD"
. "$SYNC_SCRIPTS/psql.sh"
