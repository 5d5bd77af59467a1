"""What you may say about the cluster's add-ons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.addons import names
from x2bee_constructs.addons.compatibility import KubernetesMinor, unsupported
from x2bee_constructs.addons.readers import Below, SecretReader, reader_faults
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import AccountId, DomainName, Label, LabelKey, LabelValue, Region
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Props
from x2bee_constructs.core.versions import KUBERNETES

__all__ = ["AddOnsProps", "AddOnsSpec", "DnsSource", "Karpenter", "LoadBalancerController"]

DnsSource = Literal["crd", "ingress", "istio-gateway", "istio-virtualservice", "service"]
"""Objects that external-dns reads host names from; `crd` is its own DNSEndpoint."""

_RoleName = Annotated[str, matching(r"[A-Za-z0-9+=,.@_-]{1,64}", "an IAM role's name, without path")]
_QueueName = Annotated[str, matching(r"[A-Za-z0-9_-]{1,80}", "an SQS queue's name: letters, digits, '-' and '_'")]
_TargetGroup = Annotated[
    str,
    matching(
        r"(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?", "a target group's name, at most 32 characters"
    ),
]
_VpcId = Annotated[str, matching(r"vpc-([0-9a-f]{8}|[0-9a-f]{17})", "vpc- and 8 or 17 hexadecimal digits")]
_TagKey = Annotated[str, matching(r"(?!aws:)[A-Za-z0-9 _.:/+@-]{1,128}", "a tag's key, without '=' and ','")]
_TagValue = Annotated[str, matching(r"[A-Za-z0-9 _.:/+@-]{1,256}", "a tag's value, without '=' and ','")]


class LoadBalancerController(Props):
    """How far the AWS Load Balancer Controller goes."""

    ingress: Bool = False
    """Whether it makes load balancers of its own, for Ingresses and Services; false if not given: it then only puts
    pods behind the target groups that the AWS side makes. Its own are in no template: no AWS rule, alarm or WAF of the
    templates sees them, and its role may change every listener of the region."""
    security_group_rules: Bool = False
    """Whether it may open the cluster's own security groups for TargetGroupBindings with `networking`; false if not
    given: the AWS side lets its load balancer in."""


class AddOnsSpec(Props):
    """What a customer's file says under `addons`: which of them run, and what they may do.

    The Load Balancer Controller, External Secrets and metrics-server always run, and the kinds of Prometheus' operator
    are always there; services need them.
    """

    load_balancer_controller: LoadBalancerController = LoadBalancerController()
    """The AWS Load Balancer Controller; for target groups that the AWS side makes if not given."""
    external_dns: Bool = True
    """Whether external-dns writes DNS records for objects in the cluster; true if not given."""
    external_dns_domains: Distinct[DomainName] = ()
    """Further domains, of public zones too, whose records external-dns may write. Only the private zone's if not given:
    the public hosts of the platform are the AWS side's."""
    external_dns_sources: Annotated[Distinct[DnsSource], Field(min_length=1)] = ("service",)
    """What external-dns reads host names from; Services if not given. The Istio ones need Istio's CRDs."""
    keda: Bool = True
    """Whether KEDA runs: services with `scaling.requests_per_second` need it. True if not given."""
    cert_manager: Bool = False
    """Whether cert-manager runs, for certificates inside the cluster; false if not given: public ones are ACM's. The
    Load Balancer Controller's webhook then has its certificate from it too."""


class Karpenter(Props):
    """What Karpenter needs of the AWS side, by name."""

    queue: _QueueName
    """The SQS queue with interruptions, in the same account and region."""
    node_role: _RoleName
    """The IAM role of the nodes that it starts."""
    makes_profiles: Bool = False
    """Whether it makes the nodes' instance profile itself, for EC2NodeClasses that name a `role`; false if not given:
    they name an `instanceProfile`."""
    zonal_shift: Bool = True
    """Whether it starts no node in a zone that AWS shifts the cluster away from; true if not given."""


class AddOnsProps(AddOnsSpec):
    """The add-ons of one cluster."""

    account: AccountId
    """The AWS account."""
    region: Region
    """The AWS region. Pods are told: with a hop limit of 1 they cannot ask the instance metadata."""
    private_zone: DomainName
    """The private DNS zone of the VPC, whose records external-dns writes."""
    kubernetes: KubernetesMinor = KUBERNETES.version
    """The cluster's Kubernetes; the pinned version if not given. An add-on that upstream does not support on it is
    refused (X2B301)."""
    cluster_autoscaler: Bool = False
    """Whether Cluster Autoscaler raises and lowers the number of nodes of the cluster's managed node groups, within
    their bounds; false if not given: Karpenter and Auto Mode do it themselves."""
    cloudnative_pg: Bool = False
    """Whether CloudNativePG runs, with its plugin for backups to S3, for databases inside the cluster; it needs
    `cert_manager`. False if not given."""
    karpenter: Karpenter | None = None
    """Karpenter; it does not run if not given: nodes then come from node groups or Auto Mode."""
    target_groups: Distinct[_TargetGroup] = ()
    """Target groups of the AWS side, by name, that pods may be put behind. None if not given: without `ingress` the
    Load Balancer Controller can then register nothing."""
    vpc_id: _VpcId | None = None
    """The cluster's VPC, where its id is known because it was there before; if not given, the Load Balancer Controller
    finds the VPC by its tags."""
    vpc_tags: Mapping[_TagKey, _TagValue] = {}
    """Tags that only the cluster's VPC has, by which the Load Balancer Controller finds it; `x2bee:customer` and
    `x2bee:environment`, which stacks of the library put on it, if not given."""
    secret_namespaces: Distinct[Label] = ()
    """Namespaces whose ExternalSecrets may use the two stores; all if not given."""
    secret_names: Distinct[Below] | None = None
    """Secrets that the store `aws-secrets-manager` reads; all below the site's path if not given."""
    parameter_names: Distinct[Below] | None = None
    """Parameters that the store `aws-parameter-store` reads; all below the site's path if not given."""
    secret_readers: Items[SecretReader] = ()
    """Namespaces with stores and a role of their own, for secrets that the two stores do not read. None if not
    given."""
    replicas: Annotated[Count, Field(ge=1, le=5)] = 2
    """Pods of each controller; 2 if not given: one works and one stands by. external-dns always has one."""
    node_selector: Mapping[LabelKey, LabelValue] = {}
    """Labels of the nodes that run them; any node if not given."""
    service_monitors: Bool = False
    """Whether Prometheus asks the add-ons for their metrics, by ServiceMonitors; false if not given. Alerts on add-ons
    need them."""
    argocd_namespace: Label = "argocd"
    """Where Argo CD looks for Applications; `argocd` if not given."""
    argocd_cluster: Label | None = None
    """The name under which Argo CD knows this cluster; the one that it runs in if not given."""

    @property
    def enabled(self) -> tuple[str, ...]:
        """The add-ons that run, by name, in the order of their names."""
        asked = {
            names.BARMAN_CLOUD: self.cloudnative_pg,
            names.CERT_MANAGER: self.cert_manager,
            names.CLOUDNATIVE_PG: self.cloudnative_pg,
            names.CLUSTER_AUTOSCALER: self.cluster_autoscaler,
            names.EXTERNAL_DNS: self.external_dns,
            names.KARPENTER: self.karpenter is not None,
            names.KEDA: self.keda,
        }
        always = (
            names.LOAD_BALANCER_CONTROLLER,
            names.EXTERNAL_SECRETS,
            names.METRICS_SERVER,
            names.PROMETHEUS_CRDS,
        )
        return tuple(sorted((*always, *(name for name, wanted in asked.items() if wanted))))

    @model_validator(mode="after")
    def _fits(self) -> Self:
        faults = (*self._unsupported(), *self._contradictions(), *reader_faults(self.secret_readers))
        raise_faults("AddOnsProps", list(faults))
        return self

    def _unsupported(self) -> Iterator[PlacedFault]:
        for wrong in unsupported(self.kubernetes, self.enabled):
            yield ("kubernetes",), wrong, self.kubernetes

    def _contradictions(self) -> Iterator[PlacedFault]:
        if self.vpc_id and self.vpc_tags:
            why = "a VPC that is known by its id is not looked for"
            title = "'vpc_tags' contradicts 'vpc_id'"
            wrong = fault("X2B121", title, got=self.vpc_id, why=why, fix="take one of them out", related="vpc_id")
            yield ("vpc_tags",), wrong, self.vpc_tags
        if self.cloudnative_pg and not self.cert_manager:
            why = "the operator and its plugin trust each other by certificates of cert-manager"
            title = "'cloudnative_pg' needs 'cert_manager'"
            wrong = fault("X2B121", title, expected="true", got="false", why=why, related="cloudnative_pg")
            yield ("cert_manager",), wrong, False
