"""What a template's resource is called, and what of a template is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.handoff.grammar import HOST, KEY_ALIAS, PARAMETER, REPOSITORY, SECRET

__all__ = ["as_list", "below", "kind_of", "literal", "physical_name", "referred"]

_NAMES: Mapping[str, str] = {
    "AWS::Budgets::Budget": "Budget.BudgetName",
    "AWS::CertificateManager::Certificate": "",  # its domain is what it is for
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::EKS::Addon": "",  # which add-on, not what ours is called
    "AWS::ElastiCache::ReplicationGroup": "ReplicationGroupId",
    "AWS::ElastiCache::User": "UserId",
    "AWS::ElastiCache::UserGroup": "UserGroupId",
    "AWS::Glue::Database": "DatabaseInput.Name",
    "AWS::IAM::Policy": "",  # a part of a role
    "AWS::KMS::Alias": "AliasName",
    "AWS::OpenSearchService::Domain": "DomainName",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier",
    "AWS::RDS::DBParameterGroup": "DBParameterGroupName",
    "AWS::RDS::DBClusterParameterGroup": "DBClusterParameterGroupName",
    "AWS::RDS::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::SSM::Association": "AssociationName",  # its Name is a document's
}
"""Where the rule of `physical_name` is wrong: the property with the resource's own name, or none."""

_KINDS: Mapping[str, str] = {
    "AWS::ECR::Repository": REPOSITORY,
    "AWS::EKS::Cluster": "cluster",
    "AWS::KMS::Alias": KEY_ALIAS,
    "AWS::Route53::HostedZone": HOST,
    "AWS::Route53::RecordSet": HOST,
    "AWS::SecretsManager::Secret": SECRET,
    "AWS::SSM::Parameter": PARAMETER,
}

_PSEUDO = {"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")


def kind_of(resource_type: str) -> str:
    """What a person calls it: `AWS::ElasticLoadBalancingV2::TargetGroup` is a `target group`."""
    last = resource_type.rpartition("::")[2]
    return _KINDS.get(resource_type) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last).lower()


def physical_name(resource_type: str, properties: Mapping[str, Any], pseudo: Mapping[str, str]) -> str:
    """The resource's own name; empty if it has none, or none that is known before it is deployed.

    CloudFormation calls it `<Type>Name` or `Name`, apart from the types of the table above.
    """
    last = resource_type.rpartition("::")[2]
    ways = (_NAMES[resource_type],) if resource_type in _NAMES else (f"{last}Name", "Name")
    for way in ways:
        value: Any = properties
        for key in filter(None, way.split(".")):
            value = (as_mapping(value) or {}).get(key)
        if way and (text := literal(value, pseudo)):
            return text.rstrip(".") if kind_of(resource_type) == HOST else text
    return ""


def literal(value: Any, pseudo: Mapping[str, str]) -> str | None:
    """The text, if it is known before anything is deployed; `pseudo` has account, region and parameters by `Ref`."""
    if isinstance(value, str):
        return value
    function, argument = next(iter((as_mapping(value) or {"": None}).items()))
    if function == "Ref":
        return {**_PSEUDO, **pseudo}.get(str(argument))
    if function == "Fn::Join":
        separator, parts = (*as_list(argument), None, None)[:2]
        texts = [literal(part, pseudo) for part in as_list(parts)]
        return None if None in texts else str(separator).join(text for text in texts if text is not None)
    if function == "Fn::Sub":
        return _substituted(argument, pseudo)
    return None


def _substituted(argument: Any, pseudo: Mapping[str, str]) -> str | None:
    text, own = (*as_list(argument), None, None)[:2] if not isinstance(argument, str) else (argument, None)
    known = {**_PSEUDO, **pseudo}
    for name, value in (as_mapping(own) or {}).items():
        if (said := literal(value, pseudo)) is not None:
            known[name] = said
    if not isinstance(text, str) or any(name not in known for name in _VARIABLE.findall(text)):
        return None
    return _VARIABLE.sub(lambda found: known[found[1]], text).replace("${!", "${")


def below(value: Any, pseudo: Mapping[str, str], without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every text in a value, joined where the template joins it; `without` are keys that are passed over."""
    if (text := literal(value, pseudo)) is not None:
        yield text
    elif mapping := as_mapping(value):
        for key, inner in mapping.items():
            if key not in without:
                yield from below(inner, pseudo, without)
    else:
        for inner in as_list(value):
            yield from below(inner, pseudo, without)


def referred(value: Any, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """What a value refers to: `("Ref", logical id)` of the same template, or `("Export", name)` of another."""
    if mapping := as_mapping(value):
        for key, inner in mapping.items():
            if key == "Ref":
                yield "Ref", str(inner)
            elif key == "Fn::GetAtt":
                yield "Ref", str((as_list(inner) or [inner])[0]).partition(".")[0]
            elif key == "Fn::Sub":
                text = str((as_list(inner) or [inner])[0])
                yield from (("Ref", name.partition(".")[0]) for name in _VARIABLE.findall(text))
                yield from referred(as_list(inner)[1:], without)
            elif key == "Fn::ImportValue" and isinstance(inner, str):
                yield "Export", inner
            elif key == "Fn::GetStackOutput":
                yield from _output(inner)
            elif key not in without:
                yield from referred(inner, without)
    else:
        for inner in as_list(value):
            yield from referred(inner, without)


def _output(inner: Any) -> Iterator[tuple[str, str]]:
    said = as_mapping(inner) or {}
    yield "Export", f"{said.get('StackName')}:{said.get('OutputName')}"
