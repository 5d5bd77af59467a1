"""What you may say about observability, and what its Kubernetes half takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults, show
from x2bee_constructs.core.names import AccountId, DomainName, GroupName, HttpsUrl, Label, LabelKey, LabelValue, Region
from x2bee_constructs.core.props import Bool, Count, Distinct, Props
from x2bee_constructs.observability.fields import ClientId
from x2bee_constructs.observability.names import Tool, tool_host
from x2bee_constructs.observability.receivers import AlertingSpec
from x2bee_constructs.workload.fields import Ipv4Cidr
from x2bee_constructs.workload.props import Surroundings

__all__ = [
    "AMP_URL",
    "GrafanaSpec",
    "KialiSpec",
    "MetricsSpec",
    "ObservabilitySpec",
    "ObservabilityStackProps",
    "RemoteWrite",
    "SingleSignOn",
    "SpanStore",
    "TracingSpec",
]

AMP_URL = r"https://aps-workspaces\.([a-z0-9-]+)\.amazonaws\.com/workspaces/(ws-[0-9a-f-]+)/api/v1/remote_write"
"""Where a workspace of Amazon Managed Service for Prometheus takes metrics: its region and its id."""


class RemoteWrite(Props):
    """A second store of all metrics, for longer than Prometheus keeps them."""

    url: HttpsUrl
    """Where it takes them: a workspace of Amazon Managed Service for Prometheus, Mimir, Thanos …"""
    login: Literal["sigv4", "basic", "bearer"] = "sigv4"
    """How Prometheus says who it is: with its pod's role in AWS (`sigv4`), or with what people put into the secret
    `x2bee/<customer>/<environment>/remote-write`: `username` and `password`, or `token`. `sigv4` if not given."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.login == "sigv4" and not re.fullmatch(AMP_URL, self.url):
            expected = "https://aps-workspaces.<region>.amazonaws.com/workspaces/ws-<id>/api/v1/remote_write"
            why = "its role may write to that one workspace, which is known by the address alone"
            wrong = fault("X2B371", "this is no workspace of AWS", expected=expected, got=show(self.url), why=why)
            raise_faults("RemoteWrite", [(("url",), wrong, self.url)])
        return self


class MetricsSpec(Props):
    """Prometheus."""

    retention_days: Annotated[Count, Field(ge=1, le=400)] = 15
    """How many days it keeps metrics; 15 if not given."""
    storage_gib: Annotated[Count, Field(ge=10, le=16_000)] | None = None
    """The volume of each of its pods, in GiB; as much as its series take in those days if not given."""
    scrape_seconds: Annotated[Count, Field(ge=10, le=120)] = 30
    """How often everything is asked that does not say so itself, in seconds; 30 if not given."""
    series: Annotated[Count, Field(ge=10_000, le=20_000_000)] | None = None
    """How many series there are, where it was measured (`prometheus_tsdb_head_series`). It follows from services and
    pods if not given."""
    remote_write: RemoteWrite | None = None
    """A second store of all metrics; none if not given."""


class SingleSignOn(Props):
    """The identity provider at which people log in, by OpenID Connect."""

    issuer: HttpsUrl
    """Who it is: the `issuer` of its discovery document."""
    authorize_url: HttpsUrl
    """Where people log in: its `authorization_endpoint`."""
    token_url: HttpsUrl
    """Its `token_endpoint`."""
    userinfo_url: HttpsUrl
    """Its `userinfo_endpoint`."""
    groups_claim: Annotated[str, matching(r"[A-Za-z_][\w:./-]*", "the name of a claim")] = "groups"
    """The claim with a person's groups; `groups` if not given."""
    scopes: Annotated[Distinct[str], Field(min_length=1)] = ("openid", "profile", "email")
    """What is asked for; openid, profile and email if not given."""


class GrafanaSpec(Props):
    """Grafana."""

    client_id: ClientId | None = None
    """Under which name the identity provider knows it; its secret is put into `grafana/oidc` (`client-secret`). Only
    with `sso`; people log in with the administrator's password if not given."""
    roles: Mapping[GroupName, Literal["viewer", "editor", "admin"]] = {}
    """What a group may; who is in none does not get in. Nobody if not given."""
    storage_gib: Annotated[Count, Field(ge=1, le=1000)] | None = None
    """A volume for what people make in it. If not given there is none: everything is as code, and what people save is
    gone with the pod."""


class KialiSpec(Props):
    """Kiali."""

    login: Literal["token", "openid", "anonymous"] = "token"
    """How people log in: with a token of a ServiceAccount, with `sso`, or not at all, from the offices alone. It shows,
    and changes nothing, in every case. `token` if not given."""
    client_id: ClientId | None = None
    """Under which name the identity provider knows it, with `openid`; its secret is put into `kiali/oidc`
    (`client-secret`)."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.login == "openid" and not self.client_id:
            wrong = fault("X2B372", "'openid' needs the name under which the identity provider knows Kiali")
            raise_faults("KialiSpec", [(("client_id",), wrong, None)])
        if self.login != "openid" and self.client_id:
            wrong = fault("X2B372", f"'client_id' contradicts '{self.login}'", fix="login: openid", related="login")
            raise_faults("KialiSpec", [(("client_id",), wrong, self.client_id)])
        return self


class TracingSpec(Props):
    """Which requests are followed through all services, and how long that is kept."""

    head_percent: Annotated[float, Field(gt=0, le=100)] = 100.0
    """Of how many requests in a hundred the proxies tell at all; all if not given: of a request that nobody told of, no
    error is kept."""
    keep_percent: Annotated[float, Field(ge=0, le=100)] = 1.0
    """Percent of the traces without error and in time that are kept; 1 if not given."""
    slow_ms: Annotated[Count, Field(ge=10, le=60_000)] = 1000
    """From how long on a trace is always kept, in milliseconds; 1000 if not given."""
    wait_seconds: Annotated[Count, Field(ge=2, le=60)] = 10
    """How long is waited for the rest of a trace before it is judged, in seconds; 10 if not given."""
    requests_per_second: Annotated[Count, Field(ge=1, le=100_000)] | None = None
    """How many requests come in from outside at most, for the collector's size; by the services or the platform's size
    if not given."""
    retention_days: Annotated[Count, Field(ge=1, le=90)] = 7
    """How many days traces are kept; 7 if not given."""


class ObservabilitySpec(Props):
    """How a platform is watched: metrics, dashboards, calls, traces, and whom alerts reach."""

    metrics: MetricsSpec = MetricsSpec()
    """Prometheus; 15 days if not given."""
    sso: SingleSignOn | None = None
    """The identity provider at which people log in; none if not given."""
    grafana: GrafanaSpec = GrafanaSpec()
    """Grafana; with the administrator's password alone if not given."""
    kiali: KialiSpec = KialiSpec()
    """Kiali; with tokens if not given."""
    tracing: TracingSpec = TracingSpec()
    """Which traces are kept; all with errors, all slow ones and one percent of the rest if not given."""
    alerts: AlertingSpec = AlertingSpec()
    """Whom alerts reach; nobody if not given."""
    open_tools: Distinct[Literal["prometheus", "alertmanager"]] = ()
    """Tools that know no logins and get a host nevertheless, for the offices. None if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults("ObservabilitySpec", list(self._logins()))
        return self

    def _logins(self) -> Iterator[PlacedFault]:
        why = "nobody is asked who somebody is"
        for name, client in (("grafana", self.grafana.client_id), ("kiali", self.kiali.client_id)):
            if client and not self.sso:
                wrong = fault("X2B372", f"'{name}.client_id' needs 'sso'", why=why, related="sso")
                yield (name, "client_id"), wrong, client
        if self.grafana.roles and not self.grafana.client_id:
            wrong = fault("X2B372", "'grafana.roles' needs 'grafana.client_id'", why=why, related="grafana.client_id")
            yield ("grafana", "roles"), wrong, dict(self.grafana.roles)
        if self.grafana.client_id and not self.grafana.roles:
            wrong = fault("X2B372", "no group gets in to Grafana", fix="roles: { developers: viewer }")
            yield ("grafana", "roles"), wrong, {}

    @property
    def tools(self) -> tuple[Tool, ...]:
        """The tools that have a host, in order."""
        return ("grafana", "kiali", "jaeger", *sorted(self.open_tools))


class SpanStore(Props):
    """The OpenSearch domain in which Jaeger keeps spans."""

    url: HttpsUrl
    """Where it answers."""
    replicas: Annotated[Count, Field(le=5)] = 2
    """Copies of each shard beside the first; 2 if not given, which a domain with standby demands."""


class ObservabilityStackProps(Props):
    """Prometheus, Grafana, Kiali, Jaeger and the collector of spans of one cluster."""

    spec: ObservabilitySpec = ObservabilitySpec()
    """What a customer's file says of observability."""
    domain: DomainName
    """The public domain: tools are at hosts below it."""
    region: Region
    """The AWS region."""
    account: AccountId
    """The AWS account."""
    app_cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """The app subnets: nodes and the API server have addresses in them."""
    series: Annotated[Count, Field(ge=1)] = 500_000
    """How many series Prometheus holds; 500,000 if not given. A platform counts its services and pods."""
    requests_per_second: Annotated[Count, Field(ge=1)] = 100
    """How many requests come in from outside at most; 100 if not given."""
    replicas: Annotated[Count, Field(ge=1, le=3)] = 1
    """Pods of Prometheus and Alertmanager, 1 to 3; 1 if not given. Each Prometheus has all metrics."""
    collectors: Annotated[Count, Field(ge=1, le=20)] = 1
    """Pods of the collector of spans; 1 if not given. From two on, a second tier sees whole traces."""
    span_store: SpanStore | None = None
    """Where Jaeger keeps spans. In its own memory, which is gone with its pod, if not given."""
    mesh: Bool = True
    """Whether there is a mesh, which Kiali shows; true if not given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes; `workload: msa` if not given. What reads nodes runs on each."""
    secrets_manager: Label = "aws-secrets-manager"
    """The ClusterSecretStore for logins and receivers; that of the add-ons if not given."""
    argocd_namespace: Label = "argocd"
    """Where Argo CD looks for Applications; `argocd` if not given."""
    argocd_cluster: Label | None = None
    """The name under which Argo CD knows this cluster; the one that it runs in if not given."""
    surroundings: Surroundings = Surroundings()
    """Where the gateway and the mesh are; the platform's places if not given."""

    def url(self, tool: Tool) -> str:
        """The address of a tool."""
        return f"https://{tool_host(self.domain, tool)}"
