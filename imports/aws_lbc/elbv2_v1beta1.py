# Generated from AWS Load Balancer Controller 3.5.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, exactly_one
from ..k8s.meta_v1 import LabelSelector, ObjectMeta
from ..k8s.values import IntOrString

__all__ = [
    "IngressClassParams",
    "IngressClassParamsGroup",
    "IngressClassParamsIpamConfiguration",
    "IngressClassParamsListener",
    "IngressClassParamsLoadBalancerAttribute",
    "IngressClassParamsMinimumLoadBalancerCapacity",
    "IngressClassParamsSpec",
    "IngressClassParamsSubnets",
    "TargetGroupBinding",
    "TargetGroupBindingFrom",
    "TargetGroupBindingIngress",
    "TargetGroupBindingIpBlock",
    "TargetGroupBindingNetworking",
    "TargetGroupBindingPort",
    "TargetGroupBindingSecurityGroup",
    "TargetGroupBindingServiceRef",
    "TargetGroupBindingSpec",
]


class IngressClassParamsGroup(ApiStruct):
    name: str


class IngressClassParamsIpamConfiguration(ApiStruct):
    ipv4_ipam_pool_id: Annotated[str | None, Field(alias="ipv4IPAMPoolId")] = None


class IngressClassParamsLoadBalancerAttribute(ApiStruct):
    key: str
    value: str


class IngressClassParamsMinimumLoadBalancerCapacity(ApiStruct):
    capacity_units: Annotated[int, Field(le=2147483647)]


class IngressClassParamsSubnets(ApiStruct):
    ids: Annotated[list[Annotated[str, Field(pattern="subnet-[0-9a-f]+")]] | None, Field(min_length=1)] = None
    tags: dict[str, list[str]] | None = None


class TargetGroupBindingServiceRef(ApiStruct):
    name: str
    port: IntOrString


class TargetGroupBindingPort(ApiStruct):
    port: IntOrString | None = None
    protocol: Literal["TCP", "UDP"] | None = None


class TargetGroupBindingIpBlock(ApiStruct):
    cidr: str


class TargetGroupBindingSecurityGroup(ApiStruct):
    group_id: Annotated[str, Field(alias="groupID")]


class IngressClassParamsListener(ApiStruct):
    listener_attributes: list[IngressClassParamsLoadBalancerAttribute] | None = None
    port: Annotated[int | None, Field(le=2147483647)] = None
    protocol: str | None = None


class TargetGroupBindingFrom(ApiStruct):
    ip_block: TargetGroupBindingIpBlock | None = None
    security_group: TargetGroupBindingSecurityGroup | None = None


class IngressClassParamsSpec(ApiStruct):
    certificate_arn: list[str] | None = None
    group: IngressClassParamsGroup | None = None
    inbound_cidrs: Annotated[list[str] | None, Field(alias="inboundCIDRs")] = None
    ip_address_type: Literal["ipv4", "dualstack", "dualstack-without-public-ipv4"] | None = None
    ipam_configuration: IngressClassParamsIpamConfiguration | None = None
    listeners: list[IngressClassParamsListener] | None = None
    load_balancer_attributes: list[IngressClassParamsLoadBalancerAttribute] | None = None
    load_balancer_name: str | None = None
    minimum_load_balancer_capacity: IngressClassParamsMinimumLoadBalancerCapacity | None = None
    namespace_selector: LabelSelector | None = None
    prefix_lists_ids: Annotated[list[str] | None, Field(alias="prefixListsIDs")] = None
    scheme: Literal["internal", "internet-facing"] | None = None
    ssl_policy: str | None = None
    ssl_redirect_port: str | None = None
    subnets: IngressClassParamsSubnets | None = None
    tags: list[IngressClassParamsLoadBalancerAttribute] | None = None
    target_type: Literal["instance", "ip"] | None = None
    wafv2_acl_arn: str | None = None
    wafv2_acl_name: str | None = None


class TargetGroupBindingIngress(ApiStruct):
    from_: list[TargetGroupBindingFrom]
    ports: list[TargetGroupBindingPort]


class IngressClassParams(KubeObject):
    api_version: Literal["elbv2.k8s.aws/v1beta1"] = "elbv2.k8s.aws/v1beta1"
    kind: Literal["IngressClassParams"] = "IngressClassParams"
    metadata: ObjectMeta
    spec: IngressClassParamsSpec | None = None


class TargetGroupBindingNetworking(ApiStruct):
    ingress: list[TargetGroupBindingIngress] | None = None


class TargetGroupBindingSpec(CheckedStruct):
    checks = (exactly_one("target_group_arn", "target_group_name"),)
    assume_role_external_id: str | None = None
    iam_role_arn_to_assume: str | None = None
    ip_address_type: Literal["ipv4", "ipv6"] | None = None
    multi_cluster_target_group: bool | None = None
    networking: TargetGroupBindingNetworking | None = None
    node_selector: LabelSelector | None = None
    service_ref: TargetGroupBindingServiceRef
    target_group_arn: Annotated[str | None, Field(alias="targetGroupARN")] = None
    target_group_name: str | None = None
    target_group_protocol: (
        Literal["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"] | None
    ) = None
    target_type: Literal["instance", "ip"] | None = None
    vpc_id: Annotated[str | None, Field(alias="vpcID")] = None


class TargetGroupBinding(KubeObject):
    api_version: Literal["elbv2.k8s.aws/v1beta1"] = "elbv2.k8s.aws/v1beta1"
    kind: Literal["TargetGroupBinding"] = "TargetGroupBinding"
    metadata: ObjectMeta
    spec: TargetGroupBindingSpec | None = None
