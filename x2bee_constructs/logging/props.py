"""What you may say about logs, and what the store of them takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults, show
from x2bee_constructs.core.names import DomainName, Label
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Props
from x2bee_constructs.logging.budget import storage_faults
from x2bee_constructs.logging.domain_login import DashboardsSpec
from x2bee_constructs.logging.domain_props import OpenSearchSpec
from x2bee_constructs.logging.guests import LogGuest
from x2bee_constructs.logging.masking import FieldName, Mask
from x2bee_constructs.logging.names import LogClass, host
from x2bee_constructs.logging.retention import Kept, Lock, kept, law, order_faults, retention_faults
from x2bee_constructs.logging.volume import said_volume
from x2bee_constructs.workload.fields import Image, Ipv4Cidr

__all__ = ["LogClassSpec", "LogStoreProps", "LogVolume", "LogZone", "LoggingSpec"]

CertificateId = Annotated[
    str,
    matching(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a certificate's id, the end of its ARN: 8-4-4-4-12 hex"),
]
"""The id of a certificate of ACM."""

_LONGEST_CERTIFIED = 64
"""Characters of a certificate's main name (ACM, RequestCertificate, DomainName)."""


class LogClassSpec(Props):
    """How long logs of one class are kept."""

    hot_days: Annotated[Count, Field(ge=1, le=731)] | None = None
    """How many days OpenSearch has them: application 14, access 30, audit 90 and commerce 30 if not given."""
    archive_days: Annotated[Count, Field(ge=1, le=3660)] | None = None
    """How many days the archive has them, and locks them: as long as the law asks, and application logs 90 days, if not
    given. It never ends before the hot days."""
    lock: Lock | None = None
    """`governance`, which an administrator can lift, or `compliance`, which nobody can. If not given, compliance for
    what the law asks to keep, in production alone."""


class LogVolume(Props):
    """How much is logged, and how long nobody may take it."""

    gib_per_day: Annotated[float, Field(gt=0, le=10_000)] | None = None
    """What all pods log in a day, in GiB, before compression. If not given it follows from the requests of services,
    where they say some."""
    outage_minutes: Annotated[Count, Field(ge=10, le=4320)] = 240
    """How many minutes OpenSearch or the archive may be away without a log being lost; 240 if not given."""
    buffer_gib: Annotated[Count, Field(ge=1, le=1000)] | None = None
    """The disk that may wait for each destination on every node, in GiB; so twice this in all. As much as the outage
    asks if not given."""


class LoggingSpec(Props):
    """What happens to the logs of all pods."""

    application: LogClassSpec = LogClassSpec()
    """What programs say."""
    access: LogClassSpec = LogClassSpec()
    """Who asked for what, and what was answered. One year, or two from 50,000 data subjects on, if not given."""
    audit: LogClassSpec = LogClassSpec()
    """Who saw or changed personal data, rights and settings. Two years if not given."""
    commerce: LogClassSpec = LogClassSpec()
    """Records of contracts, withdrawals, payments and supplies. Five years if not given."""
    opensearch: OpenSearchSpec = OpenSearchSpec()
    """The OpenSearch domain; three nodes of 100 GiB over three zones if not given."""
    dashboards: DashboardsSpec = DashboardsSpec()
    """Who looks at the logs; nobody if not given."""
    volume: LogVolume = LogVolume()
    """How much is logged; not checked if not given."""
    services: Mapping[Label, LogClass] = {}
    """Services all of whose lines are of another class than `application`. A line can also say its own, in the field
    `log_class` of its JSON. None if not given."""
    masks: Items[Mask] = ()
    """Further personal data that is hidden in every line; resident numbers, cards, telephones, e-mail and tokens always
    are. None if not given."""
    mask_fields: Distinct[FieldName] = ()
    """Further fields whose value is hidden, by any part of their name; passwords, secrets and tokens always are. None
    if not given."""
    image: Image | None = None
    """Fluentd's image, made from `images/fluentd`: `name:tag` in the platform's registry, or one with a registry of its
    own; `x2bee-fluentd` with the platform's release as tag if not given."""
    people_cidrs: Distinct[Ipv4Cidr] = ()
    """Networks from which people reach Dashboards: a VPN's or an office's behind a private line. None if not given."""
    certificate: CertificateId | None = None
    """A certificate of ACM that is there already and has the host `logs.<domain>`. One is made in the public zone of
    `ingress` if not given."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        daily = self.volume.gib_per_day
        raise_faults("LoggingSpec", [*order_faults(self), *(storage_faults(self, said_volume(daily)) if daily else ())])
        return self

    def of(self, kind: LogClass) -> LogClassSpec:
        """What was said of a class."""
        return {
            "application": self.application,
            "access": self.access,
            "audit": self.audit,
            "commerce": self.commerce,
        }[kind]


class LogZone(Props):
    """The public hosted zone in Route 53 in which the domain's host is."""

    id: Annotated[str, matching(r"Z[A-Z0-9]{1,31}", "the id of a hosted zone such as Z0123456789ABCDEFGHIJ")]
    """Its id."""
    name: DomainName
    """Its domain; the host is below it."""


class LogStoreProps(Props):
    """Where logs are found and where they are kept."""

    domain: DomainName
    """The public domain: OpenSearch answers at `logs.<domain>`, inside the VPC."""
    app_cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """The app subnets, from where Fluentd writes."""
    people_cidrs: Distinct[Ipv4Cidr] = ()
    """Networks from which people reach Dashboards: a VPN's or an office's behind a private line. None if not given."""
    logs: LoggingSpec = LoggingSpec()
    """What a customer's file says of logs."""
    members: Count | None = None
    """Data subjects, by which the law tells how long records of access are kept. Counts as 50,000 or more if not
    given."""
    production: Bool = True
    """Whether the archive is locked for everybody, where the law asks for it; true if not given. What was written in
    that time cannot be deleted before its time, by anybody."""
    guests: Items[LogGuest] = ()
    """Who else keeps data in the domain; nobody if not given."""
    zone: LogZone | None = None
    """Where the host's record is made, and the proof for its certificate. If not given, the record is made elsewhere
    and `certificate` must be said."""
    certificate: CertificateId | None = None
    """A certificate of ACM that is there already and has the host. One is made and kept renewed in `zone` if not
    given."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        short = [(("logs", *place), wrong, got) for place, wrong, got in retention_faults(self.logs, self.members)]
        raise_faults("LogStoreProps", [*short, *self._proof(), *self._zone()])
        return self

    @property
    def host(self) -> str:
        """The host at which OpenSearch answers."""
        return host(self.domain)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """How long each class is kept."""
        return kept(self.logs, self.members, production=self.production)

    @property
    def log_days(self) -> Literal[365, 731]:
        """How long the domain's own logs are kept, its audit log among them: as long as records of access."""
        least = law("access", self.members)
        return 365 if least and least.days <= 365 else 731

    def _proof(self) -> Iterator[PlacedFault]:
        if self.certificate:
            return
        if not self.zone:
            why = "a certificate is given for whoever proves that the host is theirs, by a record in its zone"
            yield (), fault("X2B355", "no certificate can be made", why=why, fix="say zone, or certificate"), None
        if len(self.host) > _LONGEST_CERTIFIED:
            wrong = fault(
                "X2B355",
                f"no certificate can be made for {show(self.host)}",
                expected=f"at most {_LONGEST_CERTIFIED} characters",
                got=str(len(self.host)),
                fix="say a certificate that has it among its other names",
            )
            yield ("domain",), wrong, self.domain

    def _zone(self) -> Iterator[PlacedFault]:
        if self.zone and not f".{self.host}".endswith(f".{self.zone.name}"):
            expected = f"{self.domain}, or a domain above it"
            why = f"the record of {self.host} and its proof would be in another zone"
            got = show(self.zone.name)
            wrong = fault(
                "X2B356", "the host is not in the zone", expected=expected, got=got, why=why, related="domain"
            )
            yield ("zone", "name"), wrong, self.zone.name
