#!/bin/sh
# Tells OpenSearch and Dashboards what the plan beside it says. What is there already is left alone, so that a second
# run changes nothing. Needs a shell, sed, grep and curl 7.75 or newer.
#
# HOST     where OpenSearch answers, with https://
# REGION   the AWS region that signs
# ACCOUNT  the AWS account whose roles are meant
# RETRIES  how often a request that failed is made again; 5 if not given
# With USERNAME and PASSWORD it logs in as that user; else it signs with the pod's own credentials.
set -eu

here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077

# Nothing secret is on a command line: curl reads it from a file.
log_in() {
  if [ -n "${USERNAME:-}" ]; then
    printf 'user = "%s:%s"\n' "$USERNAME" "$PASSWORD" >"$work/login"
    return
  fi
  printf 'header = "Authorization: %s"\n' "$(cat "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")" >"$work/agent"
  curl -sS --fail --retry 5 --retry-connrefused --max-time 10 -K "$work/agent" \
    -o "$work/credentials" "$AWS_CONTAINER_CREDENTIALS_FULL_URI"
  {
    printf 'user = "%s:%s"\n' "$(value AccessKeyId)" "$(value SecretAccessKey)"
    printf 'header = "x-amz-security-token: %s"\n' "$(value Token)"
    printf 'aws-sigv4 = "aws:amz:%s:es"\n' "$REGION"
  } >"$work/login"
}

value() { tr -d '\n' <"$work/credentials" | sed -n "s/.*\"$1\"[[:space:]]*:[[:space:]]*\"\([^\"]*\)\".*/\1/p"; }

# ask METHOD PATH [BODY FILE]: the answer is in $work/answer, its status in $status.
ask() {
  method=$1 path=$2 body=${3:-}
  set -- -sS --max-time 60 --retry "${RETRIES:-5}" --retry-connrefused -K "$work/login" -X "$method" -o "$work/answer" -w '%{http_code}'
  set -- "$@" -H 'Content-Type: application/json' -H 'Accept: application/json'
  case $path in _dashboards/*) set -- "$@" -H 'osd-xsrf: true' -H 'securitytenant: global' ;; esac
  if [ -n "$body" ]; then set -- "$@" --data-binary "@$body"; fi
  status=$(curl "$@" "$HOST/$path")
}

must() {
  case $status in
    2??) ;;
    *)
      echo "$method $path: got $status, expected 2xx" >&2
      head -c 2000 "$work/answer" >&2
      exit 1
      ;;
  esac
}

# A failure that is no "not there" stops the Job before it writes over something that it could not see.
seen() {
  ask GET "$1"
  case $status in
    404) return 1 ;;
    *) must ;;
  esac
  tr -d ' \n' <"$work/answer" >"$work/flat"
  grep -qF -- "$(printf '%s' "$2" | tr -d ' ')" "$work/flat"
}

number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$work/flat"; }

policy() {
  if [ "$status" = 404 ]; then
    ask PUT "$1" "$2"
    must
    return
  fi
  ask PUT "$1?if_primary_term=$(number _primary_term)&if_seq_no=$(number _seq_no)" "$2"
  must
  # Indices keep the policy they were given: those that are there get the new one.
  name=${1##*/}
  ask GET "_data_stream/$name"
  [ "$status" != 404 ] || return 0
  must
  tr -d ' \n' <"$work/answer" | grep -o '"index_name":"[^"]*"' | cut -d'"' -f4 >"$work/indices" || true
  printf '{"policy_id":"%s"}' "$name" >"$work/change"
  while read -r index; do
    ask POST "_plugins/_ism/change_policy/$index" "$work/change"
    must
  done <"$work/indices"
}

member() {
  must # the role is OpenSearch's own
  printf '[{"op":"add","path":"/backend_roles/-","value":"%s"}]' "$(cat "$2")" >"$work/patch"
  ask PATCH "$1" "$work/patch"
  must
}

dashboards() {
  ask POST '_dashboards/api/saved_objects/_bulk_create?overwrite=true' "$2"
  must
  # The answer is 200 also when single objects were refused.
  if tr -d ' \n' <"$work/answer" | grep -q '"error":{'; then
    head -c 2000 "$work/answer" >&2
    exit 1
  fi
}

log_in
roles=$(printf '%s:aws:iam::%s:role/' arn "$ACCOUNT")
tab=$(printf '\t')
while IFS="$tab" read -r kind target file look; do
  sed "s#%ROLE:\([^%]*\)%#$roles\1#g" "$here/$file" >"$work/body"
  look=$(printf '%s' "$look" | sed "s#%ROLE:\([^%]*\)%#$roles\1#g")
  if seen "$target" "$look"; then
    echo "unchanged $target"
    continue
  fi
  case $kind in
    put) ask PUT "$target" "$work/body" && must ;;
    stream) ask PUT "$target" && must ;;
    *) "$kind" "$target" "$work/body" ;;
  esac
  echo "changed $target"
done <"$here/plan"
