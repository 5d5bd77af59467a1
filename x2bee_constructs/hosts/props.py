"""What you may say about GitLab and Nexus Repository on hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import AccountId, BranchName, DomainName, HttpsUrl, Label, Region
from x2bee_constructs.core.props import Bool, Count, Distinct, Port, Props
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.fields import DatabaseClass, MachineType, ProjectPath, VolumeSize, machine_of
from x2bee_constructs.workload.fields import Ipv4Cidr

__all__ = [
    "GitlabHostProps",
    "GitlabOidc",
    "GitlabRunner",
    "GitlabSpec",
    "HostDatabase",
    "HostProps",
    "MachineSpec",
    "NexusHostProps",
    "NexusLdap",
    "NexusProxy",
    "NexusSpec",
]

_Text = Annotated[str, matching(r"[^'\\\n]{1,255}", "at most 255 characters, none of them ', \\ or a line break")]
_GroupPath = Annotated[str, matching(r"[a-z0-9._-]+(/[a-z0-9._-]+)*", "a group of GitLab such as acme/shop")]
_Distinguished = Annotated[
    str, matching(r"[^\s=,]+=[^\n]*", "a distinguished name such as ou=people,dc=acme,dc=example")
]


class HostDatabase(Props):
    """The tool's PostgreSQL, an RDS instance: GitLab does not work with Aurora, and both need little.

    GitLab's reference for 2,000 people, the smallest with a database of its own, gives it 2 vCPUs and 7.5 GB; what else
    is not given is our judgement. RDS keeps backups 35 days at most.
    """

    instance: DatabaseClass = "db.m7g.large"
    """Its class; `db.m7g.large` (2 vCPUs, 8 GiB) if not given."""
    storage_gib: VolumeSize = 50
    """GiB that it has at first; it grows by itself to four times as much. 50 if not given."""
    standby: Bool = True
    """Whether a second instance in another zone stands by. True if not given."""
    backup_days: Annotated[Count, Field(ge=7, le=35)] = 14
    """To any moment of how many days it can be put back; 14 if not given."""


class MachineSpec(Props):
    """What is said of any tool on a host. Sizes and days that are not given are our judgement."""

    volume_gib: VolumeSize = 100
    """GiB of the volume with its data, which outlives machine and stack; 100 if not given."""
    database: HostDatabase = HostDatabase()
    """Its PostgreSQL."""
    clients: Distinct[Ipv4Cidr] = ()
    """Public networks that reach it beside the offices and this VPC's own NAT gateways: those of other environments'
    clusters, of outside builds. None if not given."""
    kept_days: Annotated[Count, Field(ge=7, le=3650)] = 35
    """How many days backups of volume and database are kept, and what was deleted from its buckets; 35 if not given."""


class GitlabOidc(Props):
    """People log in at your identity provider. Its client secret is put into Secrets Manager by people."""

    issuer: HttpsUrl
    """The issuer, below which `/.well-known/openid-configuration` is found."""
    client_id: _Text
    """Under which name the provider knows GitLab."""
    label: _Text = "Company login"
    """What stands on the button; `Company login` if not given."""
    approve: Bool = True
    """Whether an administrator lets each new person in once. True if not given: whoever the provider knows gets an
    account, and sees nothing yet."""


class GitlabRunner(Props):
    """A runner that GitLab's machine makes in GitLab, for the program that then asks GitLab for jobs."""

    secret: str
    """The secret in Secrets Manager, there already, into which the machine puts the runner's token."""
    description: _Text
    """What GitLab calls it."""
    group: _GroupPath
    """The group whose projects it works for."""
    tags: Distinct[Label] = ()
    """What jobs ask for it by; it takes those that ask for nothing if not given."""
    protected: Bool = False
    """Whether it takes jobs of protected branches alone; false if not given."""


class GitlabSpec(MachineSpec):
    """GitLab (Community Edition) on one machine: what its vendor names for up to 20 requests a second, 1,000 people."""

    machine: MachineType = "c7g.2xlarge"
    """Its machine; `c7g.2xlarge` if not given: 8 vCPUs and 16 GiB, the vendor's baseline for one node."""
    sso: GitlabOidc | None = None
    """Where people log in. With names and passwords of GitLab's own if not given."""
    projects: Distinct[ProjectPath] = ()
    """Projects that are made beside those of the services, of pipelines and of Argo CD. None if not given."""

    @model_validator(mode="after")
    def _large_enough(self) -> Self:
        raise_faults("GitlabSpec", list(_too_small(self.machine, "GitLab")))
        return self


class NexusLdap(Props):
    """People log in with what your directory knows. Nexus' free edition has neither SAML nor OpenID Connect.

    The password of `bind_dn` is put into Secrets Manager by people.
    """

    host: DomainName
    """The directory, which answers LDAP over TLS with a certificate that Java trusts."""
    port: Port = 636
    """Its port; 636 if not given."""
    base_dn: _Distinguished
    """Below what everything is searched."""
    bind_dn: _Distinguished
    """As whom Nexus searches."""
    users: _Distinguished = "ou=people"
    """Where people are, from `base_dn`; `ou=people` if not given."""
    groups: _Distinguished = "ou=groups"
    """Where groups are, from `base_dn`; `ou=groups` if not given. A role of Nexus with the name of a group is its
    members'."""
    administrators: _Text | None = None
    """The group whose members administer Nexus. Only the user `admin` if not given."""
    readers: _Text | None = None
    """The group whose members read all repositories. None if not given."""


class NexusProxy(Props):
    """A repository of somebody else's, of which Nexus keeps what was asked for."""

    format: Literal["maven2", "npm"]
    """What is in it."""
    url: HttpsUrl
    """Where it is."""


class NexusSpec(MachineSpec):
    """Nexus Repository (Community Edition) on one machine, with its blobs in S3."""

    eula: Literal["accepted"]
    """That whoever writes this accepts the agreement of the Community Edition, for the customer: nobody else can."""
    machine: MachineType = "m7g.xlarge"
    """Its machine; `m7g.xlarge` (4 vCPUs, 16 GiB) if not given."""
    sso: NexusLdap | None = None
    """Where people log in. With names and passwords of Nexus' own if not given."""
    proxies: Mapping[Label, NexusProxy] = {}
    """Repositories of others that Nexus stands before, by the name that they get. None if not given."""
    unused_days: Annotated[Count, Field(ge=30, le=3650)] = 180
    """After how many days without a download an image, and what a proxy has kept, goes; 180 if not given. Longer than
    the oldest release that still runs: what runs is not downloaded again."""

    @model_validator(mode="after")
    def _large_enough(self) -> Self:
        raise_faults("NexusSpec", list(_too_small(self.machine, "Nexus Repository")))
        return self

    @model_validator(mode="after")
    def _free_names(self) -> Self:
        taken = self.proxies.keys() & {*names.HOSTED, *names.GROUPS}
        wrong: list[PlacedFault] = [
            (("proxies", name), fault("X2B562", f"'{name}' is a repository of the platform's own"), name)
            for name in sorted(taken)
        ]
        raise_faults("NexusSpec", wrong)
        return self


_LEAST_GIB = 8
"""GitLab: with less it does not run (installation requirements, memory). Nexus: what Sonatype allows at least (Nexus
Repository Memory Overview). Both looked up 2026-11-30."""


def _too_small(text: str, tool: str) -> Iterator[PlacedFault]:
    found = machine_of(text)
    if found and found.memory_gib < _LEAST_GIB:
        got = f"{text}: {found.memory_gib} GiB"
        title = f"the machine is too small for {tool}"
        yield ("machine",), fault("X2B561", title, got=got, expected=f"at least {_LEAST_GIB} GiB of memory"), text


class HostProps(Props):
    """What every host takes from the platform that it is part of."""

    host: DomainName
    """The public host, behind the platform's load balancer."""
    account: AccountId
    """The AWS account: buckets are called after it."""
    region: Region
    """The AWS region."""
    priority: Annotated[Count, Field(ge=1, le=50_000)]
    """Of the rule on the load balancer's listener that leads to it."""
    log_days: Literal[365, 731] = 365
    """How long its logs are kept, in days; 365 if not given."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""


class GitlabHostProps(HostProps):
    """What `GitlabHost` takes."""

    balancer_cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """Where the load balancer stands: whose word counts on who asks, and who may ask whether GitLab is well."""
    spec: GitlabSpec = GitlabSpec()
    """What is said of GitLab."""
    projects: Distinct[ProjectPath] = ()
    """Projects that no pipeline builds: manifests, a customer's file. None if not given; none is ever removed."""
    built: Distinct[ProjectPath] = ()
    """Projects whose pipeline must succeed before anything is merged: those of images. None if not given."""
    runners: tuple[GitlabRunner, ...] = ()
    """The runners that are made; none if not given, and none is ever removed."""
    branch: BranchName = "main"
    """The branch of each project to which only merge requests lead; `main` if not given."""


class NexusHostProps(HostProps):
    """What `NexusHost` takes."""

    spec: NexusSpec
    """What is said of Nexus."""
    open_images: Bool = False
    """Whether images are pulled without a login, by whoever reaches the host: the cluster's nodes have none. False if
    not given."""
