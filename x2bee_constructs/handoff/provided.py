"""The AWS side: every name that the templates provide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.names import FOR_PEOPLE
from x2bee_constructs.handoff.assembly import Stack
from x2bee_constructs.handoff.cloudformation import as_list, kind_of, literal, physical_name
from x2bee_constructs.handoff.clusters import Clusters
from x2bee_constructs.handoff.grammar import REPOSITORY, Grammar
from x2bee_constructs.handoff.model import Provided

__all__ = ["IDENTITY", "NODE_LABEL", "REGION", "provided"]

IDENTITY = "identity"
"""The kind of `<namespace>/<service account>`."""

NODE_LABEL = "node label"
"""The kind of `<key>=<value>`."""

REGION = "region"
"""The kind of a region's name: where stacks are."""

_TAGGED = {
    "AWS::EC2::SecurityGroup": "security group tag",
    "AWS::EC2::Subnet": "subnet tag",
    "AWS::EC2::VPC": "vpc tag",
}
"""What Karpenter and the load balancer controller find by its tags."""

_RECORDS = {"A", "AAAA", "CNAME"}


def provided(stacks: Iterable[Stack], grammar: Grammar) -> Iterator[Provided]:
    """Every name in the templates of the assembly: physical names, identities, node labels, tags, and the stacks' own.

    A name that is made of what only AWS knows is passed over, and an identity in a cluster that no template has, if
    there is one that has a cluster.
    """
    stacks = tuple(stacks)
    clusters = Clusters(stacks)
    for stack in stacks:
        yield Provided("stack", stack.name, stack.name, stack=stack.name, template=stack.file)
        if region := stack.pseudo.get("AWS::Region"):
            yield Provided(REGION, region, stack.name, stack=stack.name, template=stack.file)
        for logical_id, resource in stack.resources.items():
            base = Provided(
                kind=kind_of(str(resource.get("Type"))),
                name="",
                path=stack.path(logical_id),
                logical_id=logical_id,
                stack=stack.name,
                resource_type=str(resource.get("Type")),
                template=stack.file,
                for_people=str((as_mapping(resource.get("Metadata")) or {}).get(FOR_PEOPLE, "")),
            )
            properties = as_mapping(resource.get("Properties")) or {}
            yield from _named(base, properties, stack, grammar)
            if base.resource_type == "AWS::EKS::PodIdentityAssociation":
                yield from _identity(base, properties, stack, clusters)
            yield from _more(base, properties, stack)


def _named(base: Provided, properties: Mapping[str, Any], stack: Stack, grammar: Grammar) -> Iterator[Provided]:
    name = physical_name(base.resource_type, properties, stack.pseudo)
    if not name:
        return
    record = base.resource_type == "AWS::Route53::RecordSet" and str(properties.get("Type")) in _RECORDS
    owed = grammar.owns(name) or (record and stack.site == grammar.site)
    named = replace(base, name=name, owed=owed)
    if base.kind == REPOSITORY and {"AWS::AccountId", "AWS::Region"} <= stack.pseudo.keys():
        host = f"{stack.pseudo['AWS::AccountId']}.dkr.ecr.{stack.pseudo['AWS::Region']}.amazonaws.com"
        named = replace(named, registry=host)
    yield replace(named, ties=_ties(properties, stack)) if base.kind == "role" else named


def _identity(base: Provided, properties: Mapping[str, Any], stack: Stack, clusters: Clusters) -> Iterator[Provided]:
    pods = [literal(properties.get(key), stack.pseudo) for key in ("Namespace", "ServiceAccount")]
    if all(pods) and clusters.have(properties.get("ClusterName"), stack):
        yield replace(base, kind=IDENTITY, name=f"{pods[0]}/{pods[1]}", owed=True)


def _more(base: Provided, properties: Mapping[str, Any], stack: Stack) -> Iterator[Provided]:
    """What a resource provides beside its own name."""
    if base.resource_type == "AWS::EKS::Nodegroup":
        for key, value in (as_mapping(properties.get("Labels")) or {}).items():
            yield replace(base, kind=NODE_LABEL, name=f"{key}={literal(value, stack.pseudo)}")
    elif base.resource_type == "AWS::EKS::Cluster":
        name = physical_name(base.resource_type, properties, stack.pseudo)
        # EKS makes the cluster's security group and tags it so.
        yield replace(base, kind="security group tag", name=f"aws:eks:cluster-name={name}")
        yield replace(base, kind="security group tag", name=f"kubernetes.io/cluster/{name}=owned")
    elif base.resource_type == "AWS::ElastiCache::ReplicationGroup":
        name = physical_name(base.resource_type, properties, stack.pseudo)
        # ElastiCache numbers the group's nodes; CloudWatch knows them by these names.
        for number in range(1, int(properties.get("NumCacheClusters") or 0) + 1):
            yield replace(base, kind="cache node", name=f"{name}-{number:03}")
    elif kind := _TAGGED.get(base.resource_type):
        for found in as_list(properties.get("Tags")):
            tag = as_mapping(found) or {}
            yield replace(base, kind=kind, name=f"{tag.get('Key')}={literal(tag.get('Value'), stack.pseudo)}")


def _ties(properties: Mapping[str, Any], stack: Stack) -> str:
    """Whose pods may take the role, by the session tags that its trust demands."""
    trust = as_mapping(properties.get("AssumeRolePolicyDocument")) or {}
    for found in as_list(trust.get("Statement")):
        condition = as_mapping((as_mapping(found) or {}).get("Condition")) or {}
        equals = as_mapping(condition.get("StringEquals")) or {}
        tags = [equals.get(f"aws:RequestTag/kubernetes-{key}") for key in ("namespace", "service-account")]
        if all(tags):
            return "/".join(str(literal(tag, stack.pseudo)) for tag in tags)
    return ""
