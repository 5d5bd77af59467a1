"""What Karpenter may do in AWS: upstream's CloudFormation for 1.14, for one cluster, by tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from x2bee_constructs.addons.props import AddOnsProps, Karpenter
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site

__all__ = ["statements"]

_Conditions = Mapping[str, Mapping[str, Sequence[str]]]


def statements(site: Site, props: AddOnsProps, given: Karpenter) -> tuple[Statement, ...]:
    """Instances with the cluster's tags, the nodes' role and the queue; reading is granted for a region as a whole."""
    return (
        *_instances(site, props),
        *_profiles(site, props, given),
        *_cluster(site, props, given),
        *_discovery(props),
    )


def _tags(where: str, cluster: str) -> dict[str, tuple[str, ...]]:
    return {f"aws:{where}/kubernetes.io/cluster/{cluster}": ("owned",)}


def _asked(cluster: str) -> dict[str, tuple[str, ...]]:
    return {**_tags("RequestTag", cluster), "aws:RequestTag/eks:eks-cluster-name": (cluster,)}


def _instances(site: Site, props: AddOnsProps) -> Iterator[Statement]:
    cluster, ec2 = site.cluster, f"arn:aws:ec2:{props.region}"
    own = f"{ec2}:{props.account}"
    start = ("ec2:CreateFleet", "ec2:RunInstances")
    # Images and snapshots are AWS's or a partner's, so their ARNs name no account.
    parts = ("capacity-reservation", "placement-group", "security-group", "subnet")
    used = (f"{ec2}::image/*", f"{ec2}::snapshot/*", *(f"{own}:{kind}/*" for kind in parts))
    kinds = ("fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume")
    made = tuple(f"{own}:{kind}/*" for kind in kinds)
    owned: _Conditions = {
        "StringEquals": _tags("ResourceTag", cluster),
        "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": ("*",)},
    }
    wanted: _Conditions = {"StringLike": {"aws:RequestTag/karpenter.sh/nodepool": ("*",)}}
    creates = {"ec2:CreateAction": ("CreateFleet", "CreateLaunchTemplate", "RunInstances")}
    yield Statement("Use", start, used)
    yield Statement("UseTemplates", start, (f"{own}:launch-template/*",), owned)
    yield Statement("Start", (*start, "ec2:CreateLaunchTemplate"), made, {**wanted, "StringEquals": _asked(cluster)})
    yield Statement("TagNew", ("ec2:CreateTags",), made, {**wanted, "StringEquals": {**_asked(cluster), **creates}})
    yield Statement("Tag", ("ec2:CreateTags",), (f"{own}:instance/*",), {**owned, **_retags(cluster)})
    ends = (f"{own}:instance/*", f"{own}:launch-template/*")
    yield Statement("End", ("ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"), ends, owned)


def _retags(cluster: str) -> _Conditions:
    return {
        "StringEqualsIfExists": {"aws:RequestTag/eks:eks-cluster-name": (cluster,)},
        "ForAllValues:StringEquals": {"aws:TagKeys": ("eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name")},
    }


def _profiles(site: Site, props: AddOnsProps, given: Karpenter) -> Iterator[Statement]:
    passed = {"StringEquals": {"iam:PassedToService": ("ec2.amazonaws.com",)}}
    profiles = (f"arn:aws:iam::{props.account}:instance-profile/*",)
    yield Statement("PassRole", ("iam:PassRole",), (f"arn:aws:iam::{props.account}:role/{given.node_role}",), passed)
    yield Statement("Profiles", ("iam:GetInstanceProfile",), profiles)
    yield Statement("ListProfiles", ("iam:ListInstanceProfiles",), ("*",))
    if given.makes_profiles:
        yield from _own_profiles(site.cluster, props.region, profiles)


def _own_profiles(cluster: str, region: str, profiles: tuple[str, ...]) -> Iterator[Statement]:
    place, of = "topology.kubernetes.io/region", "karpenter.k8s.aws/ec2nodeclass"
    asked = {**_asked(cluster), f"aws:RequestTag/{place}": (region,)}
    owned = {**_tags("ResourceTag", cluster), f"aws:ResourceTag/{place}": (region,)}
    new = {f"aws:RequestTag/{of}": ("*",)}
    old = {f"aws:ResourceTag/{of}": ("*",)}
    change = ("iam:AddRoleToInstanceProfile", "iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile")
    yield Statement("MakeProfile", ("iam:CreateInstanceProfile",), profiles, {"StringEquals": asked, "StringLike": new})
    retag: _Conditions = {"StringEquals": {**owned, **asked}, "StringLike": {**old, **new}}
    yield Statement("TagProfile", ("iam:TagInstanceProfile",), profiles, retag)
    yield Statement("ChangeProfile", change, profiles, {"StringEquals": owned, "StringLike": old})


def _cluster(site: Site, props: AddOnsProps, given: Karpenter) -> Iterator[Statement]:
    here = f"{props.region}:{props.account}"
    cluster = f"arn:aws:eks:{here}:cluster/{site.cluster}"
    queue = ("sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage")
    yield Statement("Cluster", ("eks:DescribeCluster",), (cluster,))
    yield Statement("Interruptions", queue, (f"arn:aws:sqs:{here}:{given.queue}",))
    if given.zonal_shift:
        only = {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": (cluster,)}}
        yield Statement("ZonalShift", ("arc-zonal-shift:GetManagedResource",), ("*",), only)


def _discovery(props: AddOnsProps) -> Iterator[Statement]:
    things = (
        *("CapacityReservations", "Images", "InstanceStatus", "InstanceTypeOfferings", "InstanceTypes", "Instances"),
        *("LaunchTemplates", "PlacementGroups", "SecurityGroups", "SpotPriceHistory", "Subnets"),
    )
    here = {"StringEquals": {"aws:RequestedRegion": (props.region,)}}
    yield Statement("Find", tuple(f"ec2:Describe{thing}" for thing in things), ("*",), here)
    yield Statement("Prices", ("pricing:GetProducts",), ("*",))
    # AWS's own parameters: the newest images of nodes.
    yield Statement("Images", ("ssm:GetParameter",), (f"arn:aws:ssm:{props.region}::parameter/aws/service/*",))
