"""AWS::EKS::AccessEntry: who may come in."""

from __future__ import annotations

import json
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, Resource, answer, camel
from conformance.emulator.types.stack import eks, provisioners

__all__ = ["TYPES"]


def _tags(properties: Properties) -> dict[str, str]:
    return provisioners._tag_map(properties.get("Tags"))


def _policies(properties: Properties) -> dict[str, Any]:
    return {policy["PolicyArn"]: camel(policy["AccessScope"]) for policy in properties.get("AccessPolicies", [])}


def _create_entry(_: str, properties: Properties, __: str) -> Known:
    cluster, principal = str(properties["ClusterName"]), str(properties["PrincipalArn"])
    body = {**camel({k: v for k, v in properties.items() if k != "Tags"}), "tags": _tags(properties)}
    said = json.loads(answer(eks._create_access_entry(cluster, body)))["accessEntry"]
    _associate(cluster, principal, properties)
    return f"{principal}|{cluster}", {"AccessEntryArn": said["accessEntryArn"]}


def _associate(cluster: str, principal: str, properties: Properties) -> None:
    for policy, scope in _policies(properties).items():
        answer(eks._associate_access_policy(cluster, principal, {"policyArn": policy, "accessScope": scope}))


def _update_entry(_: str, old: Properties, new: Properties) -> Attributes:
    cluster, principal = str(new["ClusterName"]), str(new["PrincipalArn"])
    for policy in _policies(old).keys() - _policies(new).keys():
        answer(eks._disassociate_access_policy(cluster, principal, policy))
    _associate(cluster, principal, new)
    body = {"kubernetesGroups": new.get("KubernetesGroups", []), "username": new.get("Username", "")}
    answer(eks._update_access_entry(cluster, principal, body))
    return {"AccessEntryArn": eks._access_entry_arn(cluster, principal)}


def _delete_entry(_: str, properties: Properties) -> None:
    answer(eks._delete_access_entry(properties["ClusterName"], properties["PrincipalArn"]))


TYPES = (
    Resource("AWS::EKS::AccessEntry", _create_entry, _delete_entry, _update_entry,
             ("PrincipalArn", "ClusterName", "Type")),
)  # fmt: skip
