"""What a customer's file says under `ingress`: only what differs from the standard hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults, show
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Props
from x2bee_constructs.ingress.edge import EdgeAlarms, ExistingBalancer, PublicZone, Waf
from x2bee_constructs.ingress.fields import AnswerSeconds, CertificateId, OfficeCidr, Retries
from x2bee_constructs.ingress.names import HostGroup
from x2bee_constructs.ingress.props import Jwt, RateLimit
from x2bee_constructs.ingress.routes import Backends, HeaderRules, Route, unreached
from x2bee_constructs.workload.fields import Ipv4Cidr

__all__ = ["STANDARD_HOSTS", "HostSpec", "IngressSpec"]

STANDARD_HOSTS: Mapping[str, tuple[str, HostGroup]] = {
    "www": ("x2bee-fo", "shop"),
    "api": ("x2bee-gw", "shop"),
    "bo": ("x2bee-bo", "back-office"),
    "cc": ("x2bee-cc", "customer-centre"),
}
"""The hosts of the standard platform below its domain, each with its service and for whom it is."""

_LOGS = "logs"


class HostSpec(Props):
    """A host below the domain; of a standard one, what differs."""

    enabled: Bool = True
    """False leaves a standard host out. True if not given."""
    to: Backends | None = None
    """The service, or several with weights that are 100 together. A standard host has its own; another must say."""
    group: HostGroup | None = None
    """Who it is for: `shop` for everybody, `back-office` and `customer-centre` for the offices alone. Its own for a
    standard host, else `shop`, if not given."""
    timeout: AnswerSeconds | None = None
    """Seconds until the gateway answers 504 itself; as long as the slowest of its services may take if not given."""
    retries: Retries | None = None
    """How often the gateway asks again; as often as the services' other callers if not given."""
    sticky: Bool | None = None
    """Whether a browser stays at the one of several services that it once got; true for Next.js, else false, if not
    given."""
    routes: Items[Route] = ()
    """Requests that go elsewhere, the first that fits wins. None if not given."""
    request_headers: HeaderRules = HeaderRules()
    """What the service gets. As it came if not given."""
    response_headers: HeaderRules = HeaderRules()
    """What the browser gets. As the service gave it if not given."""

    @model_validator(mode="after")
    def _all_reached(self) -> Self:
        raise_faults("HostSpec", list(unreached(self.routes)))
        return self


class IngressSpec(Props):
    """The way in of one environment."""

    zone: PublicZone | None = None
    """The public hosted zone of the domain, for records and certificate. Both are somebody else's if not given."""
    certificate: CertificateId | None = None
    """A certificate that is there already, with all hosts. One is made in `zone` if not given."""
    hosts: Mapping[Label, HostSpec] = {}
    """Hosts by what stands before the domain (`www`): standard ones with what differs, and further ones. The standard
    ones, whose services are enabled, if not given."""
    apex: Bool = False
    """Whether the domain itself sends browsers on to `www`. False if not given."""
    office_cidrs: Distinct[OfficeCidr] = ()
    """The offices' public networks, from which alone back office and customer centre answer. If not given, these hosts
    answer nobody."""
    sources: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)] = ("0.0.0.0/0",)
    """From where the load balancer may be reached; from everywhere if not given."""
    waf: Waf = Waf()
    """What the web ACL refuses."""
    alarms: EdgeAlarms = EdgeAlarms()
    """From where on people are told."""
    rate_limits: Mapping[HostGroup, RateLimit] = {}
    """How many requests each host of a group may get, at each gateway pod. No limit if not given."""
    jwt: Jwt | None = None
    """Tokens that the gateway checks. It leaves them to the services if not given."""
    hsts_days: Annotated[Count, Field(le=730)] = 365
    """How long browsers come back by HTTPS alone; 365 days if not given, 0 sends none."""
    made_by: Literal["cdk", "controller"] = "cdk"
    """Who makes the load balancer: the templates, or the controller in the cluster. `cdk` if not given."""
    existing: ExistingBalancer | None = None
    """A load balancer that is there already. One is made if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults("IngressSpec", list(self._faults()))
        return self

    def _faults(self) -> Iterator[PlacedFault]:
        if not (self.zone or self.certificate or self.existing):
            why = "a certificate is given for whoever proves that the hosts are theirs, by a record in their zone"
            yield (), fault("X2B310", "no certificate can be made", why=why, fix="say zone, or certificate"), None
        if self.existing and self.made_by == "controller":
            why = "a load balancer that is there already is nobody's to make"
            yield ("made_by",), fault("X2B317", "'made_by' contradicts 'existing'", why=why), self.made_by
        for name, host in self.hosts.items():
            if name == _LOGS:
                yield ("hosts", name), fault("X2B314", f"{show(name)} is the host of the log search"), name
            if name not in STANDARD_HOSTS and host.to is None:
                fix = f"{name}: {{ to: [{{ service: … }}] }}"
                yield ("hosts", name), fault("X2B315", f"host {show(name)} leads nowhere", fix=fix), None
