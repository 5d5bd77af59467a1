"""The EKS cluster, its nodes, add-ons and doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect
from x2bee_constructs.core.versions import KUBERNETES

__all__ = ["addons", "cluster", "labelled", "nodes"]

LOGS = {"api", "audit", "authenticator", "controllerManager", "scheduler"}


def _name(sight: Sight) -> str:
    return sight.platform.site.cluster


def cluster(sight: Sight, expect: Expect) -> None:
    """The cluster has its name and version, logs everything, encrypts secrets with our key, and is closed."""
    found = sight.aws.call("eks", "describe_cluster", name=_name(sight))["cluster"]
    (held,) = sight.deployed.of("AWS::EKS::Cluster")
    expect.same("status", "ACTIVE", found["status"])
    expect.same("version", str(held.properties.get("Version", KUBERNETES.version)), found["version"])
    logged = {kind for one in found["logging"]["clusterLogging"] if one["enabled"] for kind in one["types"]}
    expect.same("logs", sorted(LOGS), sorted(logged))
    _encrypted(sight, found, expect)
    access = found["accessConfig"]
    expect.same("authentication", "API", access.get("authenticationMode"))
    expect.same("its creator is an administrator", False, access.get("bootstrapClusterCreatorAdminPermissions"))
    _closed(found["resourcesVpcConfig"], expect)
    _door(sight, found["resourcesVpcConfig"], expect)
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    expect.same("its VPC", vpc.physical_id, found["resourcesVpcConfig"]["vpcId"])


def _encrypted(sight: Sight, found: Mapping[str, Any], expect: Expect) -> None:
    own = {key.physical_id for key in sight.deployed.of("AWS::KMS::Key")}
    told = found.get("encryptionConfig", [])
    resources = [resource for one in told for resource in one["resources"]]
    expect.same("what is encrypted", ["secrets"], resources)
    keys = {one["provider"]["keyArn"].rsplit("/", 1)[-1] for one in told}
    expect.that(bool(keys) and keys <= own, f"secrets are encrypted with {sorted(keys)}, no key of ours")


def _closed(endpoint: Mapping[str, Any], expect: Expect) -> None:
    expect.that(endpoint["endpointPrivateAccess"], "nodes would reach the API by the internet")
    if endpoint["endpointPublicAccess"]:
        cidrs = endpoint.get("publicAccessCidrs", [])
        expect.that(bool(cidrs) and "0.0.0.0/0" not in cidrs, f"the API is open to {cidrs or 'everybody'}")


def _door(sight: Sight, endpoint: Mapping[str, Any], expect: Expect) -> None:
    """The private endpoint admits HTTPS from the addresses that are named, by a group that no node wears."""
    groups = endpoint.get("securityGroupIds", [])
    expect.same("groups of ours on the endpoint", 1, len(groups))
    found = sight.aws.call("ec2", "describe_security_groups", GroupIds=groups)["SecurityGroups"]
    rules = [rule for group in found for rule in group["IpPermissions"]]
    said = sorted(one["CidrIp"] for rule in rules for one in rule["IpRanges"])
    expect.same("who is admitted", sorted(sight.platform.cluster.private_access_cidrs), said)
    ports = {(rule["IpProtocol"], rule.get("FromPort"), rule.get("ToPort")) for rule in rules}
    expect.that(ports <= {("tcp", 443, 443)}, f"the endpoint admits {ports}")
    for data in _templates(sight):
        worn = [group for one in data.get("NetworkInterfaces", []) for group in one.get("Groups", [])]
        expect.that(not set(worn) & set(groups), f"nodes wear the endpoint's group: {worn}")


def _templates(sight: Sight) -> list[Mapping[str, Any]]:
    """What the newest version of each launch template says."""
    templates = [one.physical_id for one in sight.deployed.of("AWS::EC2::LaunchTemplate")]
    return [_newest(sight, one) for one in templates]


def _newest(sight: Sight, template: str) -> Mapping[str, Any]:
    said: Any = {"LaunchTemplateId": template, "Versions": ["$Latest"]}
    (found,) = sight.aws.call("ec2", "describe_launch_template_versions", **said)["LaunchTemplateVersions"]
    return found["LaunchTemplateData"]


def labelled(groups: Iterable[Mapping[str, Any]], label: Mapping[str, str]) -> list[str]:
    """The node groups on which the services' pods are scheduled."""
    return [one["nodegroupName"] for one in groups if label.items() <= one.get("labels", {}).items()]


def nodes(sight: Sight, expect: Expect) -> None:
    """There are nodes with the services' label, or Karpenter or Auto Mode makes them."""
    names = sight.aws.call("eks", "list_nodegroups", clusterName=_name(sight))["nodegroups"]
    groups = [
        sight.aws.call("eks", "describe_nodegroup", clusterName=_name(sight), nodegroupName=name)["nodegroup"]
        for name in names
    ]
    expect.same("node groups", len(sight.deployed.of("AWS::EKS::Nodegroup")), len(groups))
    held = {one.physical_id: one for one in sight.deployed.of("AWS::EKS::Nodegroup")}
    for group in groups:
        told = held[group["nodegroupName"]].properties
        expect.same(f"{group['nodegroupName']}: labels", dict(told.get("Labels", {})), group.get("labels", {}))
        expect.same(f"{group['nodegroupName']}: image", told["AmiType"], group["amiType"])
        _machine(sight, group, expect)
    if not _makes_nodes(sight):
        label = sight.platform.node_selector
        expect.that(bool(labelled(groups, label)), f"no node group has the services' label {dict(label)}")


def _machine(sight: Sight, group: Mapping[str, Any], expect: Expect) -> None:
    """Its launch template: no credentials of the node for pods (IMDSv2, one hop), and encrypted volumes."""
    template = group.get("launchTemplate", {}).get("id")
    if not expect.that(bool(template), f"{group['nodegroupName']} has no launch template of ours"):
        return
    data = _newest(sight, template)
    metadata = data.get("MetadataOptions", {})
    expect.same(f"{template}: IMDSv2", "required", metadata.get("HttpTokens"))
    expect.same(f"{template}: hops", 1, metadata.get("HttpPutResponseHopLimit"))
    volumes = [one.get("Ebs", {}).get("Encrypted") for one in data.get("BlockDeviceMappings", [])]
    expect.that(bool(volumes) and all(volumes), f"{template}: volumes encrypted: {volumes or 'none is said'}")


def _makes_nodes(sight: Sight) -> bool:
    """Whether Karpenter (its interruption queue) or Auto Mode makes the services' nodes, with labels of a NodePool."""
    (held,) = sight.deployed.of("AWS::EKS::Cluster")
    auto = held.properties.get("ComputeConfig", {}).get("Enabled", False)
    return bool(auto or sight.deployed.of("AWS::SQS::Queue"))


def addons(sight: Sight, expect: Expect) -> None:
    """Each add-on is there, and whoever the templates let in can come in."""
    told = {str(one.properties["AddonName"]) for one in sight.deployed.of("AWS::EKS::Addon")}
    expect.same("add-ons", told, set(sight.aws.call("eks", "list_addons", clusterName=_name(sight))["addons"]))
    entries = {one.physical_id.split("|")[0]: one for one in sight.deployed.of("AWS::EKS::AccessEntry")}
    found = sight.aws.call("eks", "list_access_entries", clusterName=_name(sight))["accessEntries"]
    expect.same("who may come in", sorted(entries), sorted(found))
    for principal, held in entries.items():
        policies = sight.aws.call(
            "eks", "list_associated_access_policies", clusterName=_name(sight), principalArn=principal
        )["associatedAccessPolicies"]
        expect.same(f"what {principal} may do", len(held.properties.get("AccessPolicies", [])), len(policies))
