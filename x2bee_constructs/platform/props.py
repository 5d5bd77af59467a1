"""The platform of one customer in one environment: what the customer's file says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from x2bee_constructs.addons.props import AddOnsSpec
from x2bee_constructs.apm.props import Apm, NoApm
from x2bee_constructs.batch.props import SchedulerSpec
from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.cluster.fields import OwnLabelKey
from x2bee_constructs.cluster.props import ClusterSpec
from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import matching, raise_faults
from x2bee_constructs.core.names import (
    AccountId,
    Customer,
    DomainName,
    EnvironmentName,
    Label,
    LabelValue,
    Region,
    Site,
)
from x2bee_constructs.core.once import once
from x2bee_constructs.core.props import Bool, Count, Distinct, Props
from x2bee_constructs.core.versions import ISTIO_REVISION
from x2bee_constructs.database.props import Database
from x2bee_constructs.database.sync.props import Sync
from x2bee_constructs.delivery.argo.props import DeliverySpec
from x2bee_constructs.ingress.spec import IngressSpec
from x2bee_constructs.logging.props import LoggingSpec
from x2bee_constructs.namespace.props import Revision
from x2bee_constructs.network.existing import ExistingVpc
from x2bee_constructs.network.fields import Cidr, Email, Zones
from x2bee_constructs.network.props import Budget, existing_faults
from x2bee_constructs.observability.props import ObservabilitySpec
from x2bee_constructs.pipelines.props import PipelinesSpec
from x2bee_constructs.platform.checks import cross_faults
from x2bee_constructs.platform.standard import with_standard_databases, with_standard_services
from x2bee_constructs.platform.toolchain_spec import ToolchainSpec
from x2bee_constructs.session.props import Sessions
from x2bee_constructs.workload.service import Service

__all__ = ["Compatibility", "NetworkSpec", "Platform"]


class NetworkSpec(Props):
    """The customer's network; what is not given is derived."""

    cidr: Cidr = "10.20.0.0/16"
    """Addresses of the VPC, a private /16, fixed once it exists; 10.20.0.0/16 if not given."""
    zones: Zones | None = None
    """The three availability zones, by name; three that every account has if not given, where that is known
    (Seoul: a, b and c)."""
    nat_gateways: Annotated[Count, Field(ge=1, le=3)] | None = None
    """How many zones have a NAT gateway; by size if not given (small 1, medium and large 3)."""
    interface_endpoints: Bool = False
    """Whether the cluster reaches the AWS services it uses through endpoints in the VPC, which cost, instead of the NAT
    gateways. False if not given. S3 always has a gateway endpoint, which costs nothing."""
    existing: ExistingVpc | None = None
    """A VPC that is there already, with its nine subnets; `cidr`, `nat_gateways` and `interface_endpoints` then have no
    place. A VPC is made if not given."""

    @model_validator(mode="after")
    def _agrees_with_existing(self) -> Self:
        raise_faults("NetworkSpec", list(existing_faults(self, self.existing)))
        return self

    @property
    def vpc_cidr(self) -> str:
        """The network of the VPC, its own or the existing one's."""
        return self.existing.cidr if self.existing else self.cidr


class Compatibility(Props):
    """Switches for images that were built before this library."""

    gateway_service: Bool = False
    """Also offer the gateway as `http://<customer>-x2bee-gw-svc` (port 80): older storefront images have that address
    built in (NEXT_PUBLIC_API_URL). False if not given."""


class Platform(Props):
    """One customer's platform in one environment.

    Raises `pydantic.ValidationError` with every fault, each with its code and place.
    """

    customer: Customer
    """The customer's abbreviation: 2 to 10 lower-case letters and digits, first a letter."""
    environment: EnvironmentName
    """Which environment this is; in a file it is chosen from `environments`."""
    domain: DomainName
    """The public domain; hosts are www, api, bo, cc and logs below it."""
    account: AccountId
    """The AWS account."""
    region: Region
    """The AWS region."""
    size: Literal["small", "medium", "large"] = "medium"
    """How much of everything, where a value is not given: pods per service (small 1 to 2, medium 2 to 6, in `prd`
    3 to 6, large 3 to 10) and NAT gateways (small 1, else 3). Medium if not given."""
    members: Count | None = None
    """Data subjects. VPC flow logs are kept as long as access records: two years, or one with fewer than 50,000. Counts
    as 50,000 or more if not given."""
    release: Annotated[
        str, matching(r"(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}", "an image tag, and not latest")
    ] = "1.0.0"
    """The image tag of every service that does not name its image; 1.0.0 if not given."""
    registry: Annotated[
        str,
        matching(
            r"ecr|[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?(/[a-z0-9._/-]+)?",
            "ecr, or a registry such as nexus.acme-shop.co.kr",
        ),
    ] = "ecr"
    """`ecr`: repositories of the platform's own, in its account; or the host (and path) of another registry. `ecr` if
    not given."""
    repository_stacks: Annotated[Count, Field(ge=1, le=20)] = 1
    """With `registry: ecr`: over how many stacks the repositories are spread, by their names; 1 if not given, which is
    enough for 490 images. Another number moves repositories between stacks, by hand: see the room `delivery`."""
    network: NetworkSpec = NetworkSpec()
    """The VPC; a private /16 over the region's first three zones if not given."""
    cluster: ClusterSpec = ClusterSpec()
    """The EKS cluster and its nodes. How many nodes there may be follows from what the services request at most, if not
    given."""
    ingress: IngressSpec | None = None
    """The way in: hosts, offices, certificate, web ACL. Nothing outside reaches the platform if not given."""
    addons: AddOnsSpec = AddOnsSpec()
    """What the cluster runs beside the services; External Secrets, the AWS Load Balancer Controller, metrics-server,
    external-dns, KEDA and, for node groups, the Cluster Autoscaler if not given."""
    alarm_emails: Distinct[Email] = ()
    """Who is sent every alarm of the environment, after confirming it once by mail. Nobody if not given."""
    runbooks: RunbookBase = RUNBOOKS
    """Where you publish the files of `docs/runbooks`, for the link that every alert and alarm carries: a web address,
    such as `https://gitlab.acme-shop.co.kr/platform/x2bee/-/blob/main/docs/runbooks`. Alerts show the path in the
    repository, `docs/runbooks/<alert>.md`, if not given."""
    budget: Budget | None = None
    """What the environment may cost. No budget is made if not given: a number we guess warns of nothing."""
    databases: Mapping[Label, Database] = Field(default_factory=dict[str, Database], validate_default=True)
    """What differs from the standard PostgreSQL clusters mbod, gddp and event, and clusters of the customer's own. A
    standard one that no service uses is not made."""
    syncs: Mapping[Label, Sync] = {}
    """Tables of one database that are kept the same in another, by a name. None if not given."""
    schedules: Mapping[Label, Schedule] = {}
    """When which job of which batch service runs, by a name that stays: history hangs on it. None if not given."""
    sessions: Sessions = Sessions()
    """The store of HTTP sessions, made if a service keeps some; a primary and two replicas if not given."""
    services: Mapping[Label, Service] = Field(default_factory=dict[str, Service], validate_default=True)
    """What differs from the 15 standard services, and services of the customer's own."""
    schedulers: Mapping[Label, SchedulerSpec] = {}
    """What differs for schedulers, by the name of their service (runtime `cronicle`): storage, mail, what is kept. In
    S3, without mail, 180 days of jobs if not given."""
    logs: LoggingSpec | None = None
    """Where logs are found and how long they are kept: OpenSearch, an archive, Fluentd on every node. Logs stay on the
    nodes, for a while, if not given."""
    observability: ObservabilitySpec | None = None
    """How the platform is watched: Prometheus, Grafana, Kiali, Jaeger, and whom alerts reach. Nothing watches it if not
    given."""
    apm: Apm = NoApm()
    """Application performance monitoring: `none`, `whatap`, `scouter` or `otel`, or a mapping with `vendor` and that
    vendor's own settings. None if not given."""
    delivery: DeliverySpec | None = None
    """How manifests get from Git into the cluster: repository, Argo CD, who is told. No Applications of charts are made
    if not given: somebody else's Argo CD, or `kubectl apply`, brings them."""
    pipelines: PipelinesSpec | None = None
    """How services are built, scanned, signed and brought into the environments: `x2bee pipelines` makes the files for
    Jenkins and GitLab, and AWS lets the builds in. Nothing is made if not given."""
    toolchain: ToolchainSpec | None = None
    """The tools that build and judge code, where this platform runs them. It runs none if not
    given."""
    node_selector: Annotated[Mapping[OwnLabelKey, LabelValue], Field(min_length=1)] = {"workload": "msa"}
    """The node label of the services' nodes; `workload: msa` if not given."""
    istio_revision: Revision | None = ISTIO_REVISION
    """Which control plane of the mesh injects the proxies (`istio.io/rev`); the pinned version's if not given. With
    null the services are not in the mesh."""
    compatibility: Compatibility = Compatibility()
    """Switches for older images; all off if not given."""

    @field_validator("services", mode="before")
    @classmethod
    def _add_standard_services(cls, given: Any) -> Any:
        return with_standard_services(given)

    @field_validator("databases", mode="before")
    @classmethod
    def _add_standard_databases(cls, given: Any) -> Any:
        return with_standard_databases(given)

    @model_validator(mode="after")
    def _check_across(self) -> Self:
        raise_faults("Platform", list(cross_faults(self)))
        return self

    @property
    def site(self) -> Site:
        """Whose platform this is: what all shared names begin with."""
        return Site(self.customer, self.environment)

    @property
    @once
    def used_databases(self) -> Mapping[str, Database]:
        """The databases that an enabled service or a tool writes to or reads, by name, in the order of their names."""
        services = self.enabled_services.values()
        used = {name for service in services for name in (service.database, *service.reads)}
        used |= {self.toolchain.database} if self.toolchain else set()
        return {name: database for name, database in sorted(self.databases.items()) if name in used}

    @property
    @once
    def enabled_services(self) -> Mapping[str, Service]:
        """The services that run, by name, in the order of their names."""
        return {name: service for name, service in sorted(self.services.items()) if service.enabled}
