"""Cluster Autoscaler: raises and lowers the number of nodes of node groups, within the groups' own bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import PRIORITY, AccountName, MaxUnavailable
from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import RBAC, Component, Release
from x2bee_constructs.core.versions import CLUSTER_AUTOSCALER, CLUSTER_AUTOSCALER_RELEASES
from x2bee_constructs.imports.k8s.core_v1 import (
    Capabilities,
    PodSecurityContext,
    ResourceRequirements,
    SeccompProfile,
    SecurityContext,
    TopologySpreadConstraint,
)

__all__ = ["cluster_autoscaler"]

_NAME = names.CLUSTER_AUTOSCALER
_TAG = "k8s.io/cluster-autoscaler"
"""What EKS tags the Auto Scaling groups of managed node groups with: `…/enabled: true`, `…/<cluster>: owned`."""

_NO_DIFFERENCE = (
    "beta.kubernetes.io/instance-type",
    "eks.amazonaws.com/nodegroup-image",
    "eks.amazonaws.com/sourceLaunchTemplateId",
    "eks.amazonaws.com/sourceLaunchTemplateVersion",
    "node.kubernetes.io/instance-type",
)
"""Labels by which nodes of two zones differ although their groups are alike: each group has a launch template of its
own, takes any of the instance types, and is updated in its turn. Nothing would be balanced between them."""

_ARGUMENTS: Mapping[str, bool | str] = {
    # There is a group in each zone, for volumes; pods are spread over zones, so nodes have to be.
    "balance-similar-node-groups": True,
    # One argument each: the chart leaves out what comes after "_".
    **{f"balancing-ignore-label_{number}": label for number, label in enumerate(_NO_DIFFERENCE, start=1)},
    "expander": "least-waste",
    # Every pod here has an empty volume for its files in passing: with it no node would ever be removed.
    "skip-nodes-with-local-storage": False,
    # What runs in kube-system may move as its PodDisruptionBudgets allow.
    "skip-nodes-with-system-pods": False,
}


class _Discovery(ApiStruct):
    cluster_name: str
    tags: list[str]


class _Image(ApiStruct):
    tag: str


class _Rbac(ApiStruct):
    service_account: AccountName = AccountName(name=_NAME)


class _Monitor(Enabled):
    # The chart would put it into a namespace of Prometheus'; empty means beside the pods.
    namespace: str = ""


class _Values(ApiStruct):
    """Values of the chart `cluster-autoscaler`."""

    name_override: str = _NAME
    cloud_provider: str = "aws"
    aws_region: str
    auto_discovery: _Discovery
    image: _Image
    extra_args: dict[str, bool | str]
    # The node's own DNS: CoreDNS may be among the pods that wait for a node.
    dns_policy: str = "Default"
    rbac: _Rbac = _Rbac()
    replica_count: int
    resources: ResourceRequirements
    priority_class_name: str = PRIORITY
    pod_disruption_budget: MaxUnavailable = MaxUnavailable()
    topology_spread_constraints: list[TopologySpreadConstraint]
    node_selector: dict[str, str]
    security_context: PodSecurityContext
    container_security_context: SecurityContext
    service_monitor: _Monitor


def cluster_autoscaler(site: Site, props: AddOnsProps) -> Component:
    """The add-on for one site. It finds the node groups by the tags that EKS gives them, and their bounds with them."""
    identity = PodIdentity(
        name=_NAME, namespace=names.SYSTEM, service_account=_NAME, statements=tuple(_statements(site, props))
    )
    release = Release(CLUSTER_AUTOSCALER, _values(site, props), "nodes")
    return Component(_NAME, names.SYSTEM, (release,), RBAC, identity, pod_security=None)


def _values(site: Site, props: AddOnsProps) -> _Values:
    return _Values(
        # It would ask the instance metadata, which pods cannot reach (hop limit 1).
        aws_region=props.region,
        auto_discovery=_Discovery(
            cluster_name=site.cluster, tags=[f"{_TAG}/enabled=true", f"{_TAG}/{site.cluster}=owned"]
        ),
        image=_Image(tag=f"v{CLUSTER_AUTOSCALER_RELEASES[props.kubernetes]}"),
        extra_args=dict(_ARGUMENTS),
        replica_count=props.replicas,
        resources=requests("100m", "600Mi"),  # upstream's example
        topology_spread_constraints=spread({"app.kubernetes.io/name": _NAME}),
        node_selector=dict(sorted(props.node_selector.items())),
        security_context=PodSecurityContext(
            run_as_non_root=True,
            run_as_user=65534,
            run_as_group=65534,
            seccomp_profile=SeccompProfile(type="RuntimeDefault"),
        ),
        container_security_context=SecurityContext(
            allow_privilege_escalation=False, capabilities=Capabilities(drop=["ALL"]), read_only_root_filesystem=True
        ),
        service_monitor=_Monitor(enabled=props.service_monitors),
    )


def _statements(site: Site, props: AddOnsProps) -> Iterator[Statement]:
    """Upstream's policy, with its changes kept to the cluster's groups by their tags, and its reading to the region."""
    here = f"{props.region}:{props.account}"
    groups = ("AutoScalingGroups", "AutoScalingInstances", "LaunchConfigurations", "ScalingActivities")
    machines = ("DescribeImages", "DescribeInstanceTypes", "DescribeLaunchTemplateVersions")
    find = (
        *(f"autoscaling:Describe{thing}" for thing in groups),
        *(f"ec2:{action}" for action in (*machines, "GetInstanceTypesFromInstanceRequirements")),
    )
    owned = {f"aws:ResourceTag/{_TAG}/enabled": ("true",), f"aws:ResourceTag/{_TAG}/{site.cluster}": ("owned",)}
    scale = ("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup")
    all_groups = (f"arn:aws:autoscaling:{here}:autoScalingGroup:*:autoScalingGroupName/*",)
    yield Statement("Find", find, ("*",), {"StringEquals": {"aws:RequestedRegion": (props.region,)}})
    yield Statement("Scale", scale, all_groups, {"StringEquals": owned})
    # The labels of a group that has no node yet.
    yield Statement("Labels", ("eks:DescribeNodegroup",), (f"arn:aws:eks:{here}:nodegroup/{site.cluster}/*/*",))
