# What every host does once, when its machine is new; done again, it changes nothing.
# Given: NAME REGION VOLUME SECRETS_PATH SECRETS LOG_GROUP LOG_FILES CERTIFICATES. ROOT is empty but in tests.
ROOT=${ROOT:-}
DATA=/data
export AWS_DEFAULT_REGION=$REGION
metadata=http://169.254.169.254/latest

attach() {
  local token instance
  [ -e "$1" ] && return
  token=$(curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' $metadata/api/token)
  instance=$(curl -fsS -H "X-aws-ec2-metadata-token: $token" $metadata/meta-data/instance-id)
  # The machine before this one may still be going: up to ten minutes.
  aws ec2 wait volume-available --volume-ids "$VOLUME"
  aws ec2 attach-volume --volume-id "$VOLUME" --instance-id "$instance" --device /dev/sdf
  # AWS answers before the system has the device: seconds, never two minutes.
  for _ in $(seq 60); do
    [ -e "$1" ] && return
    sleep 2
  done
  echo "$VOLUME was attached and does not appear" >&2
  return 1
}

mount_data() {
  local device="$ROOT/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VOLUME/-/}"
  attach "$device"
  # Without -f it refuses a volume on which there is something.
  blkid "$device" > /dev/null || mkfs.xfs "$device"
  mkdir -p "$ROOT$DATA"
  grep -qs " $DATA " "$ROOT/etc/fstab" || echo "$device $DATA xfs defaults,nofail,noatime 0 2" >> "$ROOT/etc/fstab"
  mountpoint -q "$ROOT$DATA" || mount "$ROOT$DATA"
  xfs_growfs "$ROOT$DATA"
}

write() { # PATH MODE, the content from standard input
  mkdir -p "$ROOT${1%/*}"
  (umask 077; cat > "$ROOT$1.new")
  chmod "$2" "$ROOT$1.new"
  mv "$ROOT$1.new" "$ROOT$1"
}

install_programs() {
  dnf install -y amazon-cloudwatch-agent docker
  # A tool's own SSH would want the port, and nobody logs in: Session Manager does not need it.
  systemctl disable --now sshd.service sshd.socket || true
  systemctl enable --now docker.service
  curl -fsS --retry 5 "$CERTIFICATES" | write /etc/x2bee/rds.pem 0644
}

write_secrets_reader() {
  write /usr/local/sbin/x2bee-secrets 0700 << EOF
#!/bin/bash
# Brings the secrets of the tool into memory; run before each start.
set -euo pipefail
umask 077
export AWS_DEFAULT_REGION=$REGION
mkdir -p $ROOT/run/x2bee
for what in $SECRETS; do
  aws secretsmanager get-secret-value --secret-id "$SECRETS_PATH/\$what" --query SecretString --output text \\
    > "$ROOT/run/x2bee/\$what.new"
  mv "$ROOT/run/x2bee/\$what.new" "$ROOT/run/x2bee/\$what"
done
EOF
}

watch_machine() {
  local files='' separator='' file
  for file in /var/log/cloud-init-output.log $LOG_FILES; do
    files+="$separator{\"file_path\":\"$file\",\"log_group_name\":\"$LOG_GROUP\",\"log_stream_name\":\"{instance_id}/${file##*/}\"}"
    separator=,
  done
  write /opt/aws/amazon-cloudwatch-agent/etc/x2bee.json 0644 << EOF
{"agent": {"metrics_collection_interval": 60},
 "logs": {"logs_collected": {"files": {"collect_list": [$files]}}},
 "metrics": {"namespace": "x2bee/hosts", "append_dimensions": {"AutoScalingGroupName": "\${aws:AutoScalingGroupName}"},
  "aggregation_dimensions": [["AutoScalingGroupName"], ["AutoScalingGroupName", "path"]],
  "metrics_collected": {"mem": {"measurement": ["used_percent"]},
   "disk": {"measurement": ["used_percent"], "resources": ["/", "$DATA"]}}}}
EOF
  /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \
    -c file:/opt/aws/amazon-cloudwatch-agent/etc/x2bee.json
}

# Two minutes to end, as both vendors say (sonatype/docker-nexus3, README; GitLab ends in less), and one more for Docker.
write_unit() { # arguments of docker run
  write "/etc/systemd/system/$NAME.service" 0644 << EOF
[Unit]
Description=$NAME
Requires=docker.service
After=docker.service network-online.target
RequiresMountsFor=$DATA
[Service]
ExecStartPre=/usr/local/sbin/x2bee-secrets
ExecStartPre=-/usr/bin/docker rm --force $NAME
ExecStart=/usr/bin/docker run --rm --name $NAME --network host --log-driver none $*
ExecStop=/usr/bin/docker stop --time 120 $NAME
StandardOutput=null
TimeoutStartSec=0
TimeoutStopSec=180
Restart=always
RestartSec=10
[Install]
WantedBy=multi-user.target
EOF
}

start() {
  systemctl daemon-reload
  systemctl enable "$@"
  systemctl restart "$@"
}
