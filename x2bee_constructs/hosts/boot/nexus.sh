# Given besides: IMAGE, JDBC_URL, HEAP_MIB.
mount_data
install_programs
write_secrets_reader
watch_machine
mkdir -p "$ROOT$DATA/nexus/etc"
# The repositories that Nexus would make by itself lie on the disk, and not in S3.
write "$DATA/nexus/etc/nexus.properties" 0644 << EOF
nexus.skipDefaultRepositories=true
EOF
chown -R 200:200 "$ROOT$DATA/nexus"

# What only the environment of a program can say, from the secrets that were just read.
write /usr/local/sbin/x2bee-environment 0700 << EOF
#!/bin/bash
set -euo pipefail
cd $ROOT/run/x2bee
umask 077
python3 - > environment << 'PYTHON'
import json
database, admin = (json.load(open(name)) for name in ("database", "admin"))
print("NEXUS_DATASTORE_NEXUS_USERNAME=" + database["username"])
print("NEXUS_DATASTORE_NEXUS_PASSWORD=" + database["password"])
print("NEXUS_SECURITY_INITIAL_PASSWORD=" + admin["password"])
key = json.load(open("key"))["password"]
with open("key.json", "w") as file:
    json.dump({"active": "x2bee", "keys": [{"id": "x2bee", "key": key}]}, file)
PYTHON
chown 200:200 key.json
EOF
# Open files as its system requirements say; heap and what is outside of it alike, as its README has them.
write_unit --ulimit nofile=65536:65536 --stop-timeout 120 --env-file /run/x2bee/environment \
  --env NEXUS_DATASTORE_ENABLED=true --env "'NEXUS_DATASTORE_NEXUS_JDBCURL=$JDBC_URL'" \
  --env NEXUS_SECRETS_KEY_FILE=/run/x2bee/key.json \
  --env "'INSTALL4J_ADD_VM_PARAMS=-Xms${HEAP_MIB}m -Xmx${HEAP_MIB}m -XX:MaxDirectMemorySize=${HEAP_MIB}m -Djava.util.prefs.userRoot=/nexus-data/javaprefs'" \
  --volume $DATA/nexus:/nexus-data --volume /run/x2bee/key.json:/run/x2bee/key.json:ro --volume /etc/x2bee:/etc/x2bee:ro "$IMAGE"
# Behind the unit's own, which bring the secrets.
write /etc/systemd/system/nexus.service.d/environment.conf 0644 << EOF
[Service]
ExecStartPre=/usr/local/sbin/x2bee-environment
EOF
start nexus.service
