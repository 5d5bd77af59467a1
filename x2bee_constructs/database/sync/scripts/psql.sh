# psql without anybody's settings. Values as text must mean the same to both servers: one time zone, one date style.
# Row security is off: a policy that hides rows is an error here, not a reason to delete them on the other side.
export PGOPTIONS="-c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=postgres -c extra_float_digits=1 -c row_security=off -c client_min_messages=warning"
export PGCLIENTENCODING=UTF8
exec psql -X -q -A -t -v ON_ERROR_STOP=1 -v sync="$SYNC" -v schema="$SYNC_SCHEMA" "$@"
