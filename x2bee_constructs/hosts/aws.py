"""GitLab and Nexus Repository on hosts of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from constructs import Construct

from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.versions import GITLAB, NEXUS
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.backup import HostBackup
from x2bee_constructs.hosts.buckets import ToolRecords
from x2bee_constructs.hosts.fields import machine_of
from x2bee_constructs.hosts.front import Asked
from x2bee_constructs.hosts.gitlab_rb import gitlab_rb
from x2bee_constructs.hosts.host import Host, Kind
from x2bee_constructs.hosts.machine import Place
from x2bee_constructs.hosts.names import GitlabBucket
from x2bee_constructs.hosts.props import GitlabHostProps, NexusHostProps
from x2bee_constructs.hosts.state import gitlab_state, nexus_state

__all__ = ["GitlabHost", "HostBackup", "NexusHost", "Place", "ToolRecords"]

_BUCKETS: tuple[GitlabBucket, ...] = ("artifacts", "backups", "lfs", "packages", "uploads")

_BACKUP_AT = "17:00:00"
"""UTC: in Korea the small hours, after the database's own snapshot."""

_GITLAB_LOGS = (
    "/data/logs/gitlab-rails/production_json.log",
    "/data/logs/gitlab-rails/audit_json.log",
    "/data/logs/gitlab-rails/auth_json.log",
    "/data/logs/gitlab-rails/application_json.log",
    "/data/logs/gitaly/current",
    "/data/logs/nginx/gitlab_access.log",
)
_NEXUS_LOGS = ("/data/nexus/log/nexus.log", "/data/nexus/log/request.log", "/data/nexus/log/audit/audit.log")

_LEAST_HEAP_MIB, _MOST_HEAP_MIB = 2703, 4096
"""What Sonatype allows at least (Nexus Repository Memory Overview), and more than a platform's own packages need: what
is left is the system's, which keeps files in it. The most is our judgement."""


class GitlabHost(Host):
    """GitLab on one machine: repositories on its volume, the database in RDS, objects and archives in S3.

    The vendor's architecture for up to 1,000 people, with its outside database and object storage. Redis stays on the
    machine: without the machine there is no GitLab that could ask it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: GitlabHostProps,
        place: Place,
        *,
        records: ToolRecords,
        backup: HostBackup,
    ) -> None:
        """Make it in one of the place's app subnets; `records` hears who reads its buckets, `backup` saves its data."""
        self._gitlab, self._whose = props, site
        kind = _gitlab(site, props)
        super().__init__(scope, id, site, props, props.spec, place, kind, records=records, backup=backup)

    def told(self) -> Mapping[str, str | Sequence[str]]:
        """GitLab's configuration file, which has the database's address."""
        return {"GITLAB_RB": gitlab_rb(self._whose, self._gitlab, self.database.host)}


class NexusHost(Host):
    """Nexus Repository (Community Edition) on one machine: the database in RDS, blobs in S3, the rest on its volume."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: NexusHostProps,
        place: Place,
        *,
        records: ToolRecords,
        backup: HostBackup,
    ) -> None:
        """Make it in one of the place's app subnets; `records` hears who reads its bucket, `backup` saves its data."""
        kind = _nexus(site, props)
        super().__init__(scope, id, site, props, props.spec, place, kind, records=records, backup=backup)
        sso = props.spec.sso
        if sso and sso.port != _HTTPS:
            self.front.let_out(sso.port, "The directory in which people are known")

    def told(self) -> Mapping[str, str | Sequence[str]]:
        """Where the database is."""
        tls = "sslmode=verify-full&sslrootcert=/etc/x2bee/rds.pem"
        return {"JDBC_URL": f"jdbc:postgresql://{self.database.host}:{names.DATABASE_PORT}/nexus?{tls}"}


_HTTPS = 443


def _gitlab(site: Site, props: GitlabHostProps) -> Kind:
    spec = props.spec
    expires = {"backups": spec.kept_days}
    return Kind(
        tool="gitlab",
        machine=spec.machine,
        asked=Asked(names.GITLAB_PORT, "/-/readiness"),
        database="gitlabhq_production",
        buckets={names.bucket(site, props.account, "gitlab", what): expires.get(what) for what in _BUCKETS},
        users={"root": "root", "database": "gitlab"},
        empty=("keys", "oidc") if spec.sso else ("keys",),
        kept=("keys",),
        filled=[one.secret for one in props.runners],
        says={
            "SECRETS": ("database", "root", "oidc") if spec.sso else ("database", "root"),
            "LOG_FILES": _GITLAB_LOGS,
            "IMAGE": f"{GITLAB.repository}:{GITLAB.tag}",
            "HOST": names.machine(site, "gitlab"),
            "BACKUP_AT": _BACKUP_AT,
        },
        state=gitlab_state(site, props),
    )


def _nexus(site: Site, props: NexusHostProps) -> Kind:
    spec = props.spec
    blobs = names.bucket(site, props.account, "nexus", "blobs")
    return Kind(
        tool="nexus",
        machine=spec.machine,
        asked=Asked(names.NEXUS_PORT, "/service/rest/v1/status/writable"),
        database="nexus",
        buckets={blobs: None},
        users={"admin": "admin", "builder": "builder", "database": "nexus", "key": "key"},
        empty=("ldap",) if spec.sso else (),
        further=(_blob_store(blobs),),
        says={
            "SECRETS": ("admin", "database", "key"),
            "LOG_FILES": _NEXUS_LOGS,
            "IMAGE": f"{NEXUS.repository}:{NEXUS.tag}",
            "HEAP_MIB": str(_heap_mib(spec.machine)),
        },
        state=nexus_state(site, props),
    )


def _blob_store(bucket: str) -> Statement:
    """What Nexus asks of a bucket besides: it adds a rule of its own for what it marks as deleted (its page on S3)."""
    actions = (
        "s3:DeleteObjectTagging",
        "s3:GetBucketPolicy",
        "s3:GetLifecycleConfiguration",
        "s3:GetObjectTagging",
        "s3:PutLifecycleConfiguration",
        "s3:PutObjectTagging",
    )
    return Statement("BlobStore", actions, (f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"))


def _heap_mib(machine: str) -> int:
    """A quarter of the memory; as much again is for buffers outside the heap. Sonatype allows two thirds for both."""
    found = machine_of(machine)
    quarter = (found.memory_gib if found else 0) * 1024 // 4
    return max(_LEAST_HEAP_MIB, min(_MOST_HEAP_MIB, quarter))
