# The sync's password as one field of CSV.
printf '"%s"\n' "$(printf '%s' "$SYNC_PASSWORD" | sed 's/"/""/g')"
