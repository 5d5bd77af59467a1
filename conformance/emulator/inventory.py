"""What exists, asked of each service: the ids that `Ref` gives, by resource type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from conformance.emulator.aws import Aws
from conformance.emulator.data_inventory import DATA
from conformance.emulator.deployed import Held
from conformance.emulator.edge_inventory import EDGE

__all__ = ["LISTED", "PARTS", "Inventory", "exists", "inventory", "missing", "unknown_types"]

Inventory = Mapping[str, frozenset[str]]
Lister = Callable[[Aws], Iterable[str]]

PARTS = {
    "AWS::EC2::Route": "a route table's", "AWS::EC2::SecurityGroupEgress": "a security group's",
    "AWS::EC2::SecurityGroupIngress": "a security group's", "AWS::EC2::SubnetRouteTableAssociation": "a route table's",
    "AWS::EC2::VPCGatewayAttachment": "an internet gateway's", "AWS::IAM::Policy": "a role's",
    "AWS::Logs::ResourcePolicy": "an account's", "AWS::S3::BucketPolicy": "a bucket's",
    "AWS::SNS::TopicPolicy": "a topic's", "AWS::SQS::QueuePolicy": "a queue's",
    "AWS::WAFv2::WebACLAssociation": "a load balancer's", "AWS::CDK::Metadata": "nobody's",
}  # fmt: skip
"""Types that are a property of something else in the service: looked at there, if at all."""


def _plain(service: str, operation: str, items: str, id: str, **arguments: Any) -> Lister:
    def listed(aws: Aws) -> list[str]:
        return [one[id] for one in aws.call(service, operation, **arguments).get(items, [])]

    return listed


def _alive(service: str, operation: str, items: str, id: str, state: str, dead: str) -> Lister:
    def listed(aws: Aws) -> list[str]:
        return [one[id] for one in aws.call(service, operation)[items] if one.get(state) != dead]

    return listed


def _either(service: str, operation: str, items: str, *ids: str) -> Lister:
    def listed(aws: Aws) -> list[str]:
        return [one[known] for one in aws.call(service, operation).get(items, []) for known in ids]

    return listed


def _keys(aws: Aws) -> list[str]:
    ids = [one["KeyId"] for one in aws.call("kms", "list_keys")["Keys"]]
    states = {key: aws.call("kms", "describe_key", KeyId=key)["KeyMetadata"]["KeyState"] for key in ids}
    return [key for key, state in states.items() if state != "PendingDeletion"]


def _zones(aws: Aws) -> list[str]:
    return [one["Id"].removeprefix("/hostedzone/") for one in aws.call("route53", "list_hosted_zones")["HostedZones"]]


def _clusters(aws: Aws) -> list[str]:
    return aws.call("eks", "list_clusters")["clusters"]


def _of_clusters(operation: str, items: str, id: Callable[[str, Any], str]) -> Lister:
    def listed(aws: Aws) -> list[str]:
        return [
            id(cluster, one)
            for cluster in _clusters(aws)
            for one in aws.call("eks", operation, clusterName=cluster)[items]
        ]

    return listed


def _queue(url: str) -> str:
    """Account and name: the emulator calls its own host by more than one name."""
    return "/".join(url.rsplit("/", 2)[1:])


def _budgets(aws: Aws) -> list[str]:
    account = aws.call("sts", "get_caller_identity")["Account"]
    return [one["BudgetName"] for one in aws.call("budgets", "describe_budgets", AccountId=account).get("Budgets", [])]


LISTED: Mapping[str, Lister] = {
    "AWS::AutoScaling::AutoScalingGroup": _plain(
        "autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName"
    ),
    "AWS::Budgets::Budget": _budgets,
    "AWS::CloudWatch::Alarm": _plain("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    "AWS::EC2::EIP": _plain("ec2", "describe_addresses", "Addresses", "PublicIp"),
    "AWS::EC2::FlowLog": _plain("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId"),
    "AWS::EC2::InternetGateway": _plain("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    "AWS::EC2::LaunchTemplate": _plain("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    "AWS::EC2::NatGateway": _alive("ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId", "State", "deleted"),
    "AWS::EC2::RouteTable": _plain("ec2", "describe_route_tables", "RouteTables", "RouteTableId"),
    "AWS::EC2::SecurityGroup": _plain("ec2", "describe_security_groups", "SecurityGroups", "GroupId"),
    "AWS::EC2::Subnet": _plain("ec2", "describe_subnets", "Subnets", "SubnetId"),
    "AWS::EC2::VPC": _plain("ec2", "describe_vpcs", "Vpcs", "VpcId"),
    "AWS::EC2::VPCEndpoint": _plain("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
    "AWS::EC2::Volume": _plain("ec2", "describe_volumes", "Volumes", "VolumeId"),
    "AWS::ECR::Repository": _plain("ecr", "describe_repositories", "repositories", "repositoryName"),
    "AWS::EKS::AccessEntry": _of_clusters("list_access_entries", "accessEntries", lambda c, one: f"{one}|{c}"),
    "AWS::EKS::Addon": _of_clusters("list_addons", "addons", lambda c, one: f"{c}|{one}"),
    "AWS::EKS::Cluster": _clusters,
    "AWS::EKS::Nodegroup": _of_clusters("list_nodegroups", "nodegroups", lambda _, one: one),
    "AWS::EKS::PodIdentityAssociation": _of_clusters(
        "list_pod_identity_associations", "associations", lambda _, one: one["associationArn"]
    ),
    "AWS::Events::Rule": _plain("events", "list_rules", "Rules", "Name"),
    # `Ref` of a profile is its name in AWS, and its ARN in the emulator; of a secret its ARN in AWS, and its name here.
    "AWS::IAM::InstanceProfile": _either(
        "iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName", "Arn"
    ),
    "AWS::IAM::ManagedPolicy": _plain("iam", "list_policies", "Policies", "Arn", Scope="Local"),
    "AWS::IAM::OIDCProvider": _plain("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList", "Arn"),
    "AWS::IAM::Role": _plain("iam", "list_roles", "Roles", "RoleName"),
    "AWS::KMS::Alias": _plain("kms", "list_aliases", "Aliases", "AliasName"),
    "AWS::KMS::Key": _keys,
    "AWS::Logs::LogGroup": _plain("logs", "describe_log_groups", "logGroups", "logGroupName"),
    "AWS::Route53::HostedZone": _zones,
    "AWS::S3::Bucket": _plain("s3", "list_buckets", "Buckets", "Name"),
    "AWS::SNS::Subscription": _plain("sns", "list_subscriptions", "Subscriptions", "SubscriptionArn"),
    "AWS::SNS::Topic": _plain("sns", "list_topics", "Topics", "TopicArn"),
    "AWS::SQS::Queue": lambda aws: [_queue(url) for url in aws.call("sqs", "list_queues").get("QueueUrls", [])],
    "AWS::SSM::Association": _plain("ssm", "list_associations", "Associations", "AssociationId"),
    "AWS::SSM::Document": _plain(
        "ssm", "list_documents", "DocumentIdentifiers", "Name", Filters=[{"Key": "Owner", "Values": ["Self"]}]
    ),
    "AWS::SSM::Parameter": _plain("ssm", "describe_parameters", "Parameters", "Name"),
    "AWS::SecretsManager::Secret": _either("secretsmanager", "list_secrets", "SecretList", "Name", "ARN"),
    **DATA,
    **EDGE,
}
"""How each type's ids are asked for."""


def exists(one: Held, there: Inventory) -> bool:
    """Whether its service knows the resource."""
    known = _queue(one.physical_id) if one.type == "AWS::SQS::Queue" else one.physical_id
    return known in there[one.type]


def inventory(aws: Aws) -> Inventory:
    """Everything that exists, of every type that is listed."""
    return {kind: frozenset(lister(aws)) for kind, lister in LISTED.items()}


def unknown_types(types: Iterable[str]) -> list[str]:
    """Types that are neither listed nor a part of something: nobody would look whether they exist."""
    return sorted(set(types) - LISTED.keys() - PARTS.keys())


def missing(held: Iterable[Held], there: Inventory) -> list[Held]:
    """Resources that CloudFormation says it has and their service does not know."""
    return [one for one in held if one.type in there and not exists(one, there)]
