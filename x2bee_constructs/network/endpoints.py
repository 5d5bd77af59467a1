"""The ways from the VPC to AWS services that pass no NAT gateway."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

__all__ = ["reach_s3", "reach_services"]

_SERVICES: Mapping[str, ec2.InterfaceVpcEndpointAwsService] = {
    "Ec2": ec2.InterfaceVpcEndpointAwsService.EC2,
    "EcrApi": ec2.InterfaceVpcEndpointAwsService.ECR,
    "EcrDkr": ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
    "Eks": ec2.InterfaceVpcEndpointAwsService.EKS,
    "EksAuth": ec2.InterfaceVpcEndpointAwsService.EKS_AUTH,
    "ElasticLoadBalancing": ec2.InterfaceVpcEndpointAwsService.ELASTIC_LOAD_BALANCING,
    "Kms": ec2.InterfaceVpcEndpointAwsService.KMS,
    "Logs": ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    "SecretsManager": ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    "Sqs": ec2.InterfaceVpcEndpointAwsService.SQS,
    "Ssm": ec2.InterfaceVpcEndpointAwsService.SSM,
    "Sts": ec2.InterfaceVpcEndpointAwsService.STS,
}
"""What the cluster asks for all day; the room's README says who asks for what. Each costs by the hour and zone."""


def reach_s3(vpc: ec2.Vpc) -> None:
    """S3 from the app subnets, where image layers and archives go; it costs nothing. Data subnets keep no way out."""
    service, app = ec2.GatewayVpcEndpointAwsService.S3, ec2.SubnetSelection(subnet_group_name="app")
    # Any bucket, because the layers of every image are in buckets of AWS.
    vpc.add_gateway_endpoint("S3", service=service, subnets=[app])


def reach_services(scope: Construct, vpc: ec2.Vpc, cidr: str) -> None:
    """The services under their usual names, from everywhere in the VPC, through an address in each app subnet."""
    group = ec2.SecurityGroup(
        scope,
        "Endpoints",
        vpc=vpc,
        description="HTTPS from the VPC to AWS services",
        allow_all_outbound=False,
        disable_inline_rules=False,
    )
    # The literal network: of a reference, checkers cannot tell how wide it is.
    group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(443), "HTTPS from the VPC")
    for name, service in _SERVICES.items():
        vpc.add_interface_endpoint(
            name,
            service=service,
            private_dns_enabled=True,
            open=False,
            security_groups=[group],
            subnets=ec2.SubnetSelection(subnet_group_name="app"),
        )
