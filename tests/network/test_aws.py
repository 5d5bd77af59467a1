"""The network in anyone's stack, and what each prop changes."""

from __future__ import annotations

from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Match, Template

from x2bee_constructs import NetworkProps, Site
from x2bee_constructs.aws import Network

ZONES = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")


def template(props: NetworkProps) -> Template:
    stack = Stack(App(), "alone", env=Environment(account="111122223333", region="ap-northeast-2"))
    Network(stack, "Network", Site("acme", "prd"), props)
    return Template.from_stack(stack)


def test_nothing_set() -> None:
    found = template(NetworkProps(zones=ZONES))
    found.resource_count_is("AWS::EC2::Subnet", 9)
    found.resource_count_is("AWS::EC2::NatGateway", 3)
    found.has_resource_properties("AWS::EC2::VPC", {"CidrBlock": "10.20.0.0/16", "EnableDnsHostnames": True})
    found.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 365, "KmsKeyId": Match.any_value()})
    found.has_resource_properties("AWS::EC2::FlowLog", {"TrafficType": "ALL", "ResourceType": "VPC"})
    found.has_resource_properties("AWS::Route53::HostedZone", {"Name": "prd.acme.internal."})
    found.has_resource("AWS::KMS::Key", {"Properties": {"EnableKeyRotation": True}, "DeletionPolicy": "Retain"})
    found.has_resource_properties("AWS::KMS::Alias", {"AliasName": "alias/x2bee-acme-prd"})


def test_everything_set() -> None:
    found = template(NetworkProps(cidr="172.16.0.0/16", zones=ZONES, nat_gateways=1, flow_log_days=731))
    found.resource_count_is("AWS::EC2::NatGateway", 1)
    found.has_resource_properties("AWS::EC2::VPC", {"CidrBlock": "172.16.0.0/16"})
    found.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 731})


def test_pods_have_room_and_nothing_is_public_by_default() -> None:
    subnets = template(NetworkProps(zones=ZONES)).find_resources("AWS::EC2::Subnet").values()
    sizes = sorted(subnet["Properties"]["CidrBlock"].partition("/")[2] for subnet in subnets)
    assert sizes == ["19"] * 3 + ["24"] * 6
    assert {subnet["Properties"]["AvailabilityZone"] for subnet in subnets} == set(ZONES)
    assert not any(subnet["Properties"]["MapPublicIpOnLaunch"] for subnet in subnets)


def test_data_subnets_have_no_way_out() -> None:
    found = template(NetworkProps(zones=ZONES)).find_resources("AWS::EC2::Route")
    assert not [name for name in found if "data" in name]
    assert len([name for name in found if "app" in name]) == 3


def test_what_others_need_is_published_under_contract_names() -> None:
    found = template(NetworkProps(zones=ZONES)).find_resources("AWS::SSM::Parameter").values()
    names = sorted(parameter["Properties"]["Name"] for parameter in found)
    assert names == [f"/x2bee/acme/prd/network/{what}" for what in ("app-subnet-ids", "private-zone-id", "vpc-id")]
