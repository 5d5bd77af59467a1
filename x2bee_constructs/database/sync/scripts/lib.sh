# Sourced by the scripts beside it: how they reach both servers. Passwords pass by the environment, never as arguments.
set -eu
: "${SYNC:?}" "${SYNC_SCHEMA:?}" "${SYNC_USER:?}" "${SYNC_PASSWORD:?}" "${PGSSLMODE:?}"
SYNC_SCRIPTS=$(cd "$(dirname "$0")" && pwd)
SYNC_TMP=$(mktemp -d "${TMPDIR:-/tmp}/sync.XXXXXX")
export SYNC_SCRIPTS SYNC_TMP
trap 'rm -rf "$SYNC_TMP"' EXIT
export PGCONNECT_TIMEOUT=10 PGAPPNAME="x2bee-sync-$SYNC"

target() {
  sh "$SYNC_SCRIPTS/target.sh" "$@"
}

say() {
  printf '%s %s: %s\n' "$(date -u +%FT%TZ)" "$SYNC" "$*" >&2
}

fail() {
  say "$*"
  exit 1
}
