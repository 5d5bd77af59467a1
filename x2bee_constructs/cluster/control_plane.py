"""The control plane: its logs, its role, and what EKS is told about it.

The L1 class is used, because the L2 one tags the subnets, route tables and NAT gateways of whoever made the VPC, adds a
security group whose rules are left to others, and leaves most of what is said here to overrides.
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from x2bee_constructs.cluster import names
from x2bee_constructs.cluster.identities import volume_key_statements, volume_tag_statements
from x2bee_constructs.cluster.policies import attach, write
from x2bee_constructs.cluster.private_access import private_door
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of

__all__ = ["control_plane"]

_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
_RETENTION = {365: logs.RetentionDays.ONE_YEAR, 731: logs.RetentionDays.TWO_YEARS}
_POLICIES = ("AmazonEKSClusterPolicy",)
_AUTO_POLICIES = (
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
_POOLS = ("general-purpose", "system")
"""What EKS Auto Mode brings. `system` takes only pods that tolerate it, so Argo CD starts on the other one: the
services' own pool does not exist before Argo CD has brought it."""


_GUARD = "cdk-validator-cfnguard"
_IMPORTED_KEY = "it is encrypted with the foundation's key; the rule does not follow an import from another stack"


def control_plane(
    scope: Construct,
    site: Site,
    props: EksClusterProps,
    key: kms.IKey,
    vpc: ec2.IVpc,
    subnets: Sequence[ec2.ISubnet],
    auto_role: iam.Role | None,
) -> eks.CfnCluster:
    """The control plane in these subnets of the VPC; with `auto_role`, that of its nodes, EKS Auto Mode is on."""
    automatic = auto_role is not None
    door = private_door(scope, vpc, props.private_access_cidrs)
    cluster = eks.CfnCluster(
        scope,
        "Cluster",
        name=site.cluster,
        version=props.version,
        role_arn=_role(scope, site, automatic).role_arn,
        resources_vpc_config=_network(props, subnets, door),
        access_config=eks.CfnCluster.AccessConfigProperty(
            authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False
        ),
        encryption_config=[
            eks.CfnCluster.EncryptionConfigProperty(
                provider=eks.CfnCluster.ProviderProperty(key_arn=key.key_arn), resources=["secrets"]
            )
        ],
        logging=_logging(),
        kubernetes_network_config=eks.CfnCluster.KubernetesNetworkConfigProperty(
            ip_family="ipv4",
            service_ipv4_cidr=props.service_cidr,
            elastic_load_balancing=eks.CfnCluster.ElasticLoadBalancingProperty(enabled=automatic),
        ),
        compute_config=_compute(auto_role),
        storage_config=eks.CfnCluster.StorageConfigProperty(
            block_storage=eks.CfnCluster.BlockStorageProperty(enabled=automatic)
        ),
        bootstrap_self_managed_addons=False,
        deletion_protection=props.deletion_protection,
        upgrade_policy=eks.CfnCluster.UpgradePolicyProperty(support_type=props.support.upper()),
        zonal_shift_config=eks.CfnCluster.ZonalShiftConfigProperty(enabled=props.zonal_shift),
    )
    # EKS makes the group itself when it finds none: without a key, and kept for ever.
    cluster.node.add_dependency(_log_group(scope, site, props, key))
    acknowledge(cluster, _IMPORTED_KEY, f"{_GUARD}::eks_secrets_encrypted_check")
    if props.public_access_cidrs:
        why = "named addresses alone may ask, each with an identity; the private endpoint is there as well"
        acknowledge(cluster, why, f"{_GUARD}::eks_endpoint_no_public_access_check")
    return cluster


def _log_group(scope: Construct, site: Site, props: EksClusterProps, key: kms.IKey) -> logs.LogGroup:
    group = logs.LogGroup(
        scope,
        "Logs",
        log_group_name=names.log_group(site),
        retention=_RETENTION[props.log_days],
        encryption_key=key,
        # Kept, unless the deployment that makes it fails: its name would then stop the next one.
        removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    )
    acknowledge(group, _IMPORTED_KEY, f"{_GUARD}::cloudwatch_log_group_encrypted_check")
    for_people(group, "read in CloudWatch: what the API server was asked, and by whom")
    return group


def _role(scope: Construct, site: Site, automatic: bool) -> iam.Role:
    place = place_of(scope)
    conditions = {
        "StringEquals": {"aws:SourceAccount": place.account},
        "ArnEquals": {"aws:SourceArn": f"arn:aws:eks:{place.region}:{place.account}:cluster/{site.cluster}"},
    }
    eks_itself = iam.ServicePrincipal("eks.amazonaws.com", conditions=conditions)
    role = iam.Role(
        scope,
        "Role",
        description=f"The control plane of {site.cluster}",
        # Auto Mode also tags its sessions. jsii's protocols name a parameter differently from its classes.
        assumed_by=iam.SessionTagsPrincipal(eks_itself) if automatic else eks_itself,  # pyright: ignore[reportArgumentType]
    )
    attach(role, *(_AUTO_POLICIES if automatic else _POLICIES))
    if automatic:
        said = (site, place.account, place.region)
        write(role, "volumes", *volume_key_statements(*said), *volume_tag_statements(*said))
    return role


def _network(
    props: EksClusterProps, subnets: Sequence[ec2.ISubnet], door: ec2.SecurityGroup
) -> eks.CfnCluster.ResourcesVpcConfigProperty:
    public = list(props.public_access_cidrs)
    return eks.CfnCluster.ResourcesVpcConfigProperty(
        subnet_ids=[subnet.subnet_id for subnet in subnets],
        security_group_ids=[door.security_group_id],
        endpoint_private_access=True,
        endpoint_public_access=bool(public),
        public_access_cidrs=public or None,
    )


def _logging() -> eks.CfnCluster.LoggingProperty:
    kinds = [eks.CfnCluster.LoggingTypeConfigProperty(type=kind) for kind in _LOGS]
    return eks.CfnCluster.LoggingProperty(cluster_logging=eks.CfnCluster.ClusterLoggingProperty(enabled_types=kinds))


def _compute(auto_role: iam.Role | None) -> eks.CfnCluster.ComputeConfigProperty:
    if auto_role is None:
        return eks.CfnCluster.ComputeConfigProperty(enabled=False)
    return eks.CfnCluster.ComputeConfigProperty(enabled=True, node_pools=list(_POOLS), node_role_arn=auto_role.role_arn)
