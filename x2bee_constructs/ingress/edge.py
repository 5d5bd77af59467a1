"""What you may say about the way in on the AWS side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, matching, meant, raise_faults, show
from x2bee_constructs.core.names import DomainName
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Props
from x2bee_constructs.ingress.fields import CertificateId, OfficeCidr, SecurityGroupId, ZoneId
from x2bee_constructs.ingress.machines import MachineHost
from x2bee_constructs.workload.fields import Ipv4Cidr

__all__ = ["AlbIngressProps", "EdgeAlarms", "EdgeGuardProps", "ExistingBalancer", "PublicZone", "Waf"]


class PublicZone(Props):
    """The public hosted zone in Route 53 in which the hosts are."""

    id: ZoneId
    """Its id."""
    name: DomainName
    """Its domain; hosts are at or below it."""


class Waf(Props):
    """What the web ACL refuses beside what AWS's managed rules know: known attacks, bad inputs, SQL, bad addresses."""

    requests_per_address: Annotated[Count, Field(ge=10, le=2_000_000_000)] = 6000
    """How many requests one address may make in five minutes; 6000 (20 per second) if not given: behind one address of
    a mobile network there are many people. Who exceeds it is answered 429."""
    anonymous: Bool = False
    """Whether to refuse addresses that hide where somebody is: VPNs, Tor, hosting. False if not given."""
    bots: Bool = False
    """Whether to refuse bots that do not say who they are (AWS WAF Bot Control, which costs per request). False if not
    given."""
    body_bytes: Annotated[Count, Field(ge=1024, le=8192)] = 8192
    """How large a body may be, in bytes, except for `large_bodies`; 8192 if not given: the first 8 KB are all that
    WAF looks at before a load balancer."""
    large_bodies: Distinct[DomainName] = ()
    """Hosts that take files, whose bodies may be larger. Only the office hosts if not given."""
    log_allowed: Bool = False
    """Whether requests that were let in are logged too; false if not given: the load balancer's log has them all."""


class EdgeAlarms(Props):
    """From where on people are told. The numbers are our judgement."""

    error_percent: Annotated[float, Field(gt=0, le=100)] = 1.0
    """Percent of the requests answered 5xx over five minutes, of at least 100 requests; 1 if not given."""
    slow_seconds: Annotated[float, Field(gt=0, le=60)] = 3.0
    """How long the slowest hundredth of the answers takes, over fifteen minutes; 3 seconds if not given."""
    blocked: Annotated[Count, Field(ge=1)] = 1000
    """Requests that the web ACL refused in five minutes; 1000 if not given."""


class ExistingBalancer(Props):
    """A load balancer that is there already, with an HTTPS listener; both stay their owner's."""

    load_balancer: Annotated[
        str, matching(r"app/[A-Za-z0-9-]{1,32}/[0-9a-f]{16}", "app/<name>/<16 hex digits>, the end of its ARN")
    ]
    """What its ARN ends in: `app/shared/0123456789abcdef`."""
    listener: Annotated[str, matching(r"[0-9a-f]{16}", "16 hexadecimal digits, the end of the listener's ARN")]
    """What the ARN of its HTTPS listener ends in."""
    security_group: SecurityGroupId
    """Its security group, which must let it reach the app subnets on 8080 and 15021."""
    dns_name: DomainName
    """Its DNS name, to which the hosts' records point."""
    zone_id: ZoneId
    """The hosted zone of that DNS name: AWS's own, one per region."""
    priority: Annotated[Count, Field(ge=1, le=49_000)] = 1000
    """The priority of the first rule that is added to the listener; 1000 if not given."""


class EdgeGuardProps(Props):
    """What a load balancer for these hosts needs: certificate, web ACL, and a bucket for its logs."""

    hosts: Annotated[Distinct[DomainName], Field(min_length=1)]
    """The public hosts."""
    office_hosts: Distinct[DomainName] = ()
    """Those of them for the offices alone. None if not given."""
    office_cidrs: Distinct[OfficeCidr] = ()
    """The offices' public networks, from which alone `office_hosts` answer. If not given, those hosts answer nobody."""
    machines: Items[MachineHost] = ()
    """Hosts that lead to machines, beside `hosts`. None if not given."""
    zone: PublicZone | None = None
    """Where the hosts' records are made, and the proof for the certificate. If not given, records are made elsewhere
    and `certificate` must be said."""
    certificate: CertificateId | None = None
    """A certificate that is there already and has all the hosts. One is made and kept renewed in `zone` if not
    given."""
    waf: Waf = Waf()
    """What the web ACL refuses; see `Waf`."""
    log_days: Literal[365, 731] = 365
    """How long the records of requests are kept, in days; 365 if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults(type(self).__name__, [*self._names(), *self._proof(), *self._contradictions()])
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """All public hosts, in order."""
        return tuple(sorted({*self.hosts, *(machine.host for machine in self.machines)}))

    def _names(self) -> Iterator[PlacedFault]:
        said = {("office_hosts",): self.office_hosts, ("waf", "large_bodies"): self.waf.large_bodies}
        for place, names in said.items():
            for index, name in enumerate(names):
                if name not in self.hosts:
                    hint, guess = meant(name, self.hosts)
                    expected = f"one of {', '.join(self.hosts)}"
                    wrong = fault("X2B316", f"unknown host {show(name)}{hint}", expected=expected, fix=guess)
                    yield (*place, index), wrong, name
        machines = ((("machines", index, "host"), machine.host) for index, machine in enumerate(self.machines))
        for place, name in (*((("hosts", index), name) for index, name in enumerate(self.hosts)), *machines):
            if self.zone and not f".{name}".endswith(f".{self.zone.name}"):
                expected = f"{self.zone.name}, or a host below it"
                why = "its record and its proof for the certificate would be in another zone"
                wrong = fault("X2B312", f"{show(name)} is not in the zone", expected=expected, why=why, related="zone")
                yield place, wrong, name

    def _proof(self) -> Iterator[PlacedFault]:
        if not self.zone and not self.certificate:
            why = "a certificate is given for whoever proves that the hosts are theirs, by a record in their zone"
            yield (), fault("X2B310", "no certificate can be made", why=why, fix="say zone, or certificate"), None

    def _contradictions(self) -> Iterator[PlacedFault]:
        return iter(())


class AlbIngressProps(EdgeGuardProps):
    """The load balancer and what belongs to it."""

    app_cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """The app subnets, where the gateway's pods are: nothing else can be reached from the load balancer."""
    sources: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)] = ("0.0.0.0/0",)
    """From where the load balancer may be reached; from everywhere if not given."""
    alarms: EdgeAlarms = EdgeAlarms()
    """From where on people are told."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""
    existing: ExistingBalancer | None = None
    """A load balancer that is there already: then only rules on its listener, the target group, records and alarms are
    made. A load balancer is made if not given."""

    def _proof(self) -> Iterator[PlacedFault]:
        return iter(()) if self.existing else super()._proof()

    def _contradictions(self) -> Iterator[PlacedFault]:
        if self.existing:
            for name in sorted(_OWN & self.model_fields_set):
                got = getattr(self, name)
                why = "it belongs to the load balancer that is there already, and nothing of that is changed"
                title = f"'{name}' contradicts the existing load balancer"
                yield (name,), fault("X2B317", title, why=why, fix=f"take {name} out", related="existing"), got


_OWN = {"certificate", "log_days", "machines", "sources", "waf"}
