"""A cluster in anyone's stack, for the tests of this room. It loads the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from x2bee_constructs.cluster.aws import EksCluster
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.core.names import Site

ACME = Site("acme", "prd")
ZONES = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")
ACCOUNT, REGION = "111122223333", "ap-northeast-2"

Resources = Mapping[str, Mapping[str, Any]]


def existing(stack: Stack, zones: tuple[str, ...] = ZONES) -> tuple[ec2.IVpc, kms.IKey]:
    """A VPC and a key that others made."""
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0a1b2c3d",
        availability_zones=list(zones),
        private_subnet_ids=[f"subnet-{zone[-1]}" for zone in zones],
        private_subnet_route_table_ids=[f"rtb-{zone[-1]}" for zone in zones],
    )
    return vpc, kms.Key.from_key_arn(stack, "Key", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0a1b2c3d")


def cluster(stack: Stack, *, zones: tuple[str, ...] = ZONES, **said: Any) -> EksCluster:
    """A cluster as `said`, in a VPC that others made."""
    vpc, key = existing(stack, zones)
    return EksCluster(stack, "Cluster", ACME, EksClusterProps(**said), vpc=vpc, key=key)


def resources(*, context: dict[str, Any] | None = None, zones: tuple[str, ...] = ZONES, **said: Any) -> Resources:
    """What such a cluster is in a plain stack."""
    stack = Stack(App(context=context), "alone", env=Environment(account=ACCOUNT, region=REGION))
    cluster(stack, zones=zones, **said)
    return Template.from_stack(stack).to_json()["Resources"]


def platform_stack(app: App) -> PlatformStack:
    """A stack of ours."""
    return PlatformStack(app, "cluster", site=ACME, account=ACCOUNT, region=REGION, zones=ZONES)


def of_type(found: Resources, kind: str) -> list[Mapping[str, Any]]:
    """The resources of a type, in the order they are written."""
    return [resource for resource in found.values() if resource["Type"] == kind]


def one(found: Resources, kind: str) -> Mapping[str, Any]:
    """The properties of the only resource of a type."""
    (resource,) = of_type(found, kind)
    return resource["Properties"]
