"""What every tool on a host has: door, volume, buckets, secrets, database, role, log, machine, backups, alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_s3 as s3
from constructs import Construct

from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.records_aws import let_records_in
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.alarms import HostAlarms
from x2bee_constructs.hosts.backup import HostBackup
from x2bee_constructs.hosts.buckets import ToolBucket, ToolRecords
from x2bee_constructs.hosts.database import ToolDatabase
from x2bee_constructs.hosts.front import Asked, HostFront
from x2bee_constructs.hosts.machine import HostLog, HostVolume, Machine, Place
from x2bee_constructs.hosts.names import GitlabSecret, HostTool, NexusSecret
from x2bee_constructs.hosts.props import HostProps, MachineSpec
from x2bee_constructs.hosts.role import HostRole
from x2bee_constructs.hosts.secrets import HostSecrets
from x2bee_constructs.hosts.settings import HostSettings

__all__ = ["Host", "Kind"]

_Secret = GitlabSecret | NexusSecret


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What one tool differs in."""

    tool: HostTool
    machine: str
    """The type of its machine."""
    asked: Asked
    database: str
    """The name of the database inside the instance."""
    buckets: Mapping[str, int | None]
    """By name, and after how many days everything in one goes."""
    users: Mapping[_Secret, str]
    """Secrets with a login that is made here: whose it is, by purpose."""
    empty: Sequence[_Secret] = ()
    """Secrets that people fill, or the machine."""
    kept: Sequence[_Secret] = ()
    """Those of them that the machine fills."""
    filled: Sequence[str] = ()
    """Secrets of others, by their whole names, that the machine fills too."""
    further: Sequence[Statement] = ()
    """What only this tool may do."""
    says: Mapping[str, str | Sequence[str]] = field(default_factory=dict[str, "str | Sequence[str]"])
    """What its scripts are told besides."""
    state: Mapping[str, Any]
    """The state that it is brought into."""


class Host(Construct):
    """One tool on one machine. `front`, `volume`, `buckets`, `database` and `machine` are there for others."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: HostProps,
        spec: MachineSpec,
        place: Place,
        kind: Kind,
        *,
        records: ToolRecords,
        backup: HostBackup,
    ) -> None:
        """Make it in one of the place's app subnets; `records` hears who reads its buckets, `backup` saves its data."""
        super().__init__(scope, id)
        self._site, self._props, self._spec, self._place, self._kind = site, props, spec, place, kind
        self.front = HostFront(self, "Front", site, kind.tool, props, place, kind.asked)
        self.volume = HostVolume(self, "Data", site, kind.tool, spec, place).volume
        self.buckets = self._buckets(records)
        self.secrets = HostSecrets(
            self, "Secrets", site, kind.tool, users=kind.users, empty=kind.empty, key=place.key
        ).secrets
        self.database = self._database()
        HostLog(self, "Log", site, kind.tool, props, place.key)
        self.machine = self._machine(self._role())
        HostSettings(self, "Settings", site, kind.tool, kind.state)
        backup.add(kind.tool, self._saved(), spec.kept_days)
        HostAlarms(self, "Alarms", site, kind.tool, props, spec, place, self.front.target_group)

    def told(self) -> Mapping[str, str | Sequence[str]]:
        """What a tool's scripts are told that is known only once its database is there. Nothing, if it needs none."""
        return {}

    def _buckets(self, records: ToolRecords) -> dict[str, s3.Bucket]:
        let_in = let_records_in(records.bucket, self._kind.buckets)
        kept = self._spec.kept_days
        key = self._place.key
        return {
            name: ToolBucket(
                self,
                name.split("-")[4],
                name,
                key=key,
                records=records,
                let_in=let_in,
                kept_days=kept,
                expires=expires,
            ).bucket
            for name, expires in self._kind.buckets.items()
        }

    def _database(self) -> ToolDatabase:
        kind = self._kind
        database = ToolDatabase(
            self,
            "Database",
            self._site,
            kind.tool,
            self._spec.database,
            self._place,
            name=kind.database,
            machine_group_id=self.front.security_group.security_group_id,
            log_days=self._props.log_days,
        )
        # Its password is read from the secret when it is made.
        database.node.add_dependency(self.secrets["database"])
        return database

    def _role(self) -> HostRole:
        kind, site = self._kind, self._site
        return HostRole(
            self,
            "Role",
            site,
            kind.tool,
            volume=self.volume.ref,
            key_arn=self._place.key.key_arn,
            buckets=list(kind.buckets),
            secrets=[names.secret(site, kind.tool, what) for what in (*kind.users, *kind.empty)],
            kept=[*(names.secret(site, kind.tool, what) for what in kind.kept), *kind.filled],
            further=kind.further,
        )

    def _machine(self, role: HostRole) -> Machine:
        kind, site = self._kind, self._site
        return Machine(
            self,
            "Machine",
            site,
            kind.tool,
            kind.machine,
            self._place,
            security_group_id=self.front.security_group.security_group_id,
            profile_arn=role.profile.attr_arn,
            target_group_arn=self.front.target_group.ref,
            says={
                "REGION": self._props.region,
                "VOLUME": self.volume.ref,
                "SECRETS_PATH": f"{site.path}/{kind.tool}",
                **kind.says,
                **self.told(),
            },
        )

    def _saved(self) -> list[str]:
        place = place_of(self)
        volume = f"arn:aws:ec2:{place.region}:{place.account}:volume/{self.volume.ref}"
        return [volume, self.database.instance.attr_db_instance_arn]
