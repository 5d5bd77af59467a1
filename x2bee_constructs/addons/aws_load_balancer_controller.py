"""AWS Load Balancer Controller: puts pods behind target groups, found by name."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.load_balancer_policy import statements
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import PRIORITY, AccountName, MaxUnavailable
from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, MUTATING, RBAC, VALIDATING, ClusterKind, Component, Ignored, Release
from x2bee_constructs.core.versions import AWS_LOAD_BALANCER_CONTROLLER
from x2bee_constructs.imports.k8s.core_v1 import (
    Capabilities,
    ResourceRequirements,
    SeccompProfile,
    SecurityContext,
    TopologySpreadConstraint,
)

__all__ = ["load_balancer_controller"]

_NAME = names.LOAD_BALANCER_CONTROLLER


class _Created(ApiStruct):
    create: bool


class _WebhookConfig(ApiStruct):
    disable_ingress_validation: bool


class _ControllerConfig(ApiStruct):
    feature_gates: dict[str, bool]


class _Values(ApiStruct):
    """Values of the chart `aws-load-balancer-controller`."""

    cluster_name: str
    region: str
    vpc_id: str | None = None
    vpc_tags: dict[str, str] | None = None
    default_target_type: str = "ip"
    service_account: AccountName
    replica_count: int
    resources: ResourceRequirements
    priority_class_name: str = PRIORITY
    pod_disruption_budget: MaxUnavailable = MaxUnavailable()
    topology_spread_constraints: list[TopologySpreadConstraint]
    node_selector: dict[str, str]
    security_context: SecurityContext
    service_monitor: Enabled
    enable_cert_manager: bool
    enable_service_mutator_webhook: bool = False
    create_ingress_class_resource: bool
    ingress_class_params: _Created
    webhook_config: _WebhookConfig
    controller_config: _ControllerConfig
    enable_shield: bool
    enable_waf: bool
    enable_wafv2: bool


def load_balancer_controller(site: Site, props: AddOnsProps) -> Component:
    """The add-on for one site."""
    release = Release(
        pin=AWS_LOAD_BALANCER_CONTROLLER,
        values=_values(site, props),
        stage="webhooks",
        ignored=() if props.cert_manager else _CHANCE,
    )
    identity = PodIdentity(
        name=_NAME, namespace=names.SYSTEM, service_account=_NAME, statements=statements(site, props)
    )
    return Component(_NAME, names.SYSTEM, (release,), _kinds(props), identity, pod_security=None)


def _values(site: Site, props: AddOnsProps) -> _Values:
    ingress = props.load_balancer_controller.ingress
    ours = {"x2bee:customer": site.customer, "x2bee:environment": site.environment}
    return _Values(
        cluster_name=site.cluster,
        # Region and VPC would come from the instance metadata, which pods cannot reach (hop limit 1). The id of a VPC
        # of ours is known to CloudFormation alone, so that VPC is found by its tags.
        region=props.region,
        vpc_id=props.vpc_id,
        vpc_tags=None if props.vpc_id else dict(sorted((props.vpc_tags or ours).items())),
        service_account=AccountName(name=_NAME),
        replica_count=props.replicas,
        resources=requests("100m", "256Mi"),
        topology_spread_constraints=spread({"app.kubernetes.io/name": _NAME}),
        node_selector=dict(sorted(props.node_selector.items())),
        security_context=SecurityContext(
            capabilities=Capabilities(drop=["ALL"]), seccomp_profile=SeccompProfile(type="RuntimeDefault")
        ),
        service_monitor=Enabled(enabled=props.service_monitors),
        enable_cert_manager=props.cert_manager,
        create_ingress_class_resource=ingress,
        ingress_class_params=_Created(create=ingress),
        # Its webhook would judge every Ingress of the cluster, and refuse them all while it is away.
        webhook_config=_WebhookConfig(disable_ingress_validation=not ingress),
        controller_config=_ControllerConfig(
            feature_gates={"ALBGatewayAPI": False, "EnableServiceController": ingress, "NLBGatewayAPI": False}
        ),
        enable_shield=ingress,
        enable_waf=ingress,
        enable_wafv2=ingress,
    )


def _kinds(props: AddOnsProps) -> tuple[ClusterKind, ...]:
    classes = (("elbv2.k8s.aws", "IngressClassParams"), ("networking.k8s.io", "IngressClass"))
    return (*RBAC, CRD, MUTATING, VALIDATING, *(classes if props.load_balancer_controller.ingress else ()))


_WHY = "the chart makes a new certificate whenever it is rendered; the pods serve the first one"
_WEBHOOK = "aws-load-balancer-webhook"
_BUNDLE = (".webhooks[]?.clientConfig.caBundle",)
_CHANCE = (
    Ignored("", "Secret", (".data",), _WHY, "aws-load-balancer-tls"),
    Ignored(*MUTATING, _BUNDLE, _WHY, _WEBHOOK),
    Ignored(*VALIDATING, _BUNDLE, _WHY, _WEBHOOK),
)
"""The certificate of the webhook, as upstream's docs/deploy/installation.md has it for Argo CD."""
