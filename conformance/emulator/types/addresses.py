"""AWS::EC2::EIP, NatGateway and FlowLog: what a VPC needs and the emulator's CloudFormation lacks."""

from __future__ import annotations

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource, answer, found
from conformance.emulator.types.stack import ec2, provisioners

__all__ = ["TYPES"]


def _create_address(_: str, properties: Properties, __: str) -> Known:
    text = answer(ec2._allocate_address({"Domain": [properties.get("Domain", "vpc")]}))
    allocation, address = found("allocationId", text), found("publicIp", text)
    provisioners._ec2_apply_tags(allocation, properties)
    return address, {"AllocationId": allocation, "PublicIp": address}


def _allocation(address: str) -> str:
    return next(one for one, record in ec2._addresses.items() if record["PublicIp"] == address)


def _update_address(address: str, old: Properties, new: Properties) -> Attributes:
    allocation = _allocation(address)
    provisioners._ec2_apply_tags(allocation, new, old)
    return {"AllocationId": allocation, "PublicIp": address}


def _delete_address(address: str, _: Properties) -> None:
    allocation = _allocation(address)
    if any(nat["AllocationId"] == allocation and nat["State"] == "available" for nat in ec2._nat_gateways.values()):
        raise RefusedError(f"InvalidIPAddress.InUse: {allocation} belongs to a NAT gateway")
    answer(ec2._release_address({"AllocationId": [allocation]}))


def _create_nat(_: str, properties: Properties, __: str) -> Known:
    subnet, allocation = str(properties["SubnetId"]), str(properties.get("AllocationId", ""))
    if subnet not in ec2._subnets:
        raise RefusedError(f"InvalidSubnetID.NotFound: {subnet}")
    if properties.get("ConnectivityType", "public") == "public" and allocation not in ec2._addresses:
        raise RefusedError(f"InvalidAllocationID.NotFound: {allocation or 'none was given'}")
    text = answer(ec2._create_nat_gateway({"SubnetId": [subnet], "AllocationId": [allocation]}))
    nat = found("natGatewayId", text)
    provisioners._ec2_apply_tags(nat, properties)
    return nat, {"NatGatewayId": nat}


def _update_nat(nat: str, old: Properties, new: Properties) -> Attributes:
    provisioners._ec2_apply_tags(nat, new, old)
    return {"NatGatewayId": nat}


def _delete_nat(nat: str, _: Properties) -> None:
    answer(ec2._delete_nat_gateway({"NatGatewayId": [nat]}))


def _create_flow_log(_: str, properties: Properties, __: str) -> Known:
    if properties["ResourceId"] not in ec2._vpcs:
        raise RefusedError(f"InvalidVpcId.NotFound: {properties['ResourceId']}")
    said = {key: [str(value)] for key, value in properties.items() if key not in {"ResourceId", "Tags"}}
    text = answer(ec2._create_flow_logs({**said, "ResourceId.1": [properties["ResourceId"]]}))
    flow_log = found("item", text)
    provisioners._ec2_apply_tags(flow_log, properties)
    return flow_log, {"Id": flow_log}


def _update_flow_log(flow_log: str, old: Properties, new: Properties) -> Attributes:
    provisioners._ec2_apply_tags(flow_log, new, old)
    return {"Id": flow_log}


def _delete_flow_log(flow_log: str, _: Properties) -> None:
    answer(ec2._delete_flow_logs({"FlowLogId.1": [flow_log]}))


_FIXED_ADDRESS = ("NetworkBorderGroup", "TransferAddress", "IpamPoolId", "Address")
_FIXED_NAT = ("VpcId", "SubnetId", "ConnectivityType", "AllocationId", "PrivateIpAddress", "AvailabilityMode")
_FIXED_FLOW_LOG = (
    "DeliverCrossAccountRole", "DeliverLogsPermissionArn", "LogGroupName", "LogDestination", "ResourceId",
    "TrafficType", "LogDestinationType", "ResourceType", "LogFormat", "MaxAggregationInterval", "DestinationOptions",
    "TagFieldSpecifications",
)  # fmt: skip

TYPES = (
    Resource("AWS::EC2::EIP", _create_address, _delete_address, _update_address, _FIXED_ADDRESS),
    Resource("AWS::EC2::NatGateway", _create_nat, _delete_nat, _update_nat, _FIXED_NAT),
    Resource("AWS::EC2::FlowLog", _create_flow_log, _delete_flow_log, _update_flow_log, _FIXED_FLOW_LOG),
)
