# Given besides: IMAGE HOST BACKUP_AT GITLAB_RB (the configuration, a file that Ruby reads).
mount_data
install_programs
write_secrets_reader
watch_machine
mkdir -p "$ROOT$DATA/config" "$ROOT$DATA/logs" "$ROOT$DATA/data"
printf '%s\n' "$GITLAB_RB" | write "$DATA/config/gitlab.rb" 0600

# A secret without a value, as the stack makes it, is answered as if there were none; whatever else stands in the way is
# an error: GitLab would start with new keys, and the backup would write them over the ones that are kept.
write /usr/local/sbin/x2bee-kept-keys 0700 << EOF
#!/bin/bash
# Prints the keys that are kept in Secrets Manager, nothing if there are none; fails if it cannot be told.
export AWS_DEFAULT_REGION=$REGION
exec 3>&1
if ! said=\$(aws secretsmanager get-secret-value --secret-id "$SECRETS_PATH/keys" --query SecretString --output text 2>&1 >&3); then
  [[ \$said == *"(ResourceNotFoundException)"* ]] && exit 0
  echo "\$said" >&2
  exit 1
fi
EOF

# A new volume with an old database: without these keys half of what is in it could not be read.
keys=$ROOT$DATA/config/gitlab-secrets.json
if [ ! -s "$keys" ]; then
  kept=$("$ROOT/usr/local/sbin/x2bee-kept-keys")
  [ -z "$kept" ] || write "$DATA/config/gitlab-secrets.json" 0600 <<< "$kept"
fi

write /usr/local/sbin/x2bee-backup 0700 << EOF
#!/bin/bash
# The database's rows and every repository as one archive in S3; the keys to it in Secrets Manager.
set -uo pipefail
export AWS_DEFAULT_REGION=$REGION
failed=0
keys=$ROOT$DATA/config/gitlab-secrets.json
if ! kept=\$("$ROOT/usr/local/sbin/x2bee-kept-keys"); then
  failed=1
elif [ "\$kept" != "\$(cat "\$keys")" ]; then
  aws secretsmanager put-secret-value --secret-id "$SECRETS_PATH/keys" --secret-string "file://\$keys" > /dev/null || failed=1
fi
docker exec gitlab gitlab-backup create STRATEGY=copy CRON=1 || failed=1
aws cloudwatch put-metric-data --namespace x2bee/hosts --metric-name BackupFailed --value \$failed --dimensions Host=$HOST
exit \$failed
EOF
write /etc/systemd/system/x2bee-backup.service 0644 << EOF
[Unit]
Description=Backup of GitLab
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/x2bee-backup
EOF
write /etc/systemd/system/x2bee-backup.timer 0644 << EOF
[Timer]
OnCalendar=*-*-* $BACKUP_AT
OnActiveSec=1h
[Install]
WantedBy=timers.target
EOF
# GitLab's page on Docker asks for 256 MB of shared memory at least, and 289 were seen (omnibus-gitlab 8971): it is a limit.
write_unit --shm-size 512m --volume $DATA/config:/etc/gitlab --volume $DATA/logs:/var/log/gitlab \
  --volume $DATA/data:/var/opt/gitlab --volume /run/x2bee:/run/x2bee:ro --volume /etc/x2bee:/etc/x2bee:ro "$IMAGE"
start gitlab.service x2bee-backup.timer
