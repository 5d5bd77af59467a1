#!/bin/sh
# Makes the roles, schemas and grants of one database what is declared; needs sh, psql and sleep. Says what it changed.
set -eu
export LC_ALL=C PGAPPNAME=x2bee-access PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=5
here=${0%/*}
newline='
'
tab=$(printf '\t')
return=$(printf '\r')

ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -v VERBOSITY=terse -v SHOW_CONTEXT=never -v database="$DATABASE" "$@"; }

fail() {
  printf '%s: %s\n' "$DATABASE" "$1" >&2
  exit 1
}

wait_for_database() {
  tries=$((WAIT_SECONDS / 2))
  until said=$(ask -d postgres -c '' 2>&1); do
    case $said in
      *"password authentication failed"*)
        fail "PostgreSQL refuses the password of '$PGUSER': it is not what the secret $ADMIN_SECRET holds" ;;
    esac
    [ "$tries" -gt 0 ] || fail "no answer after $WAIT_SECONDS seconds: ${said%%"$newline"*}"
    tries=$((tries - 1))
    sleep 2
  done
}

# Passwords never are part of a statement: they are data of a COPY, which no log of statements holds.
# Written as its text format wants it, by the shell alone.
escaped() {
  rest=$1 done_=
  while [ -n "$rest" ]; do
    after=${rest#?}
    one=${rest%"$after"}
    case $one in
      \\) one='\\' ;;
      "$newline") one='\n' ;;
      "$return") one='\r' ;;
      "$tab") one='\t' ;;
    esac
    done_=$done_$one rest=$after
  done
}

password_of() {
  eval "password=\${PASSWORD_$1:-}"
  [ -n "$password" ] || fail "there is no password for '$1' in its secret"
}

# A login beyond its connection limit has shown its password already.
works() {
  said=$(
    PGUSER=$1 PGPASSWORD=$2
    ask -d "$DATABASE" -c '' 2>&1
  ) && return 0
  case $said in *"too many connections for role"*) return 0 ;; esac
  return 1
}

refused_logins() {
  refused=
  for login in $LOGINS; do
    password_of "$login"
    works "$login" "$password" || refused="$refused $login"
  done
}

passwords() {
  for login in $refused; do
    password_of "$login"
    escaped "$password"
    printf '%s\t%s\n' "$login" "$done_"
  done
}

wait_for_database
ask -d postgres -f "$here/database.sql"
refused_logins
passwords | ask -d "$DATABASE" -f "$here/access.sql"
for login in $refused; do
  password_of "$login"
  works "$login" "$password" || fail "'$login' cannot log in with its new password: ${said%%"$newline"*}"
done
