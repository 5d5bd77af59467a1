"""AWS::EKS::PodIdentityAssociation and Addon, which has associations of its own."""

from __future__ import annotations

import json
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource, answer, camel
from conformance.emulator.types.stack import eks, iam, provisioners

__all__ = ["TYPES"]


def _role(arn: object) -> str:
    """The ARN, if there is such a role: an association with a misspelt one must not look right."""
    if str(arn).rsplit("/", 1)[-1] not in iam._roles:
        raise RefusedError(f"InvalidParameterException: no role {arn}")
    return str(arn)


def _tags(properties: Properties) -> dict[str, str]:
    return provisioners._tag_map(properties.get("Tags"))


def _create_association(_: str, properties: Properties, __: str) -> Known:
    said = _associated(str(properties["ClusterName"]), properties, owner="")
    return said["associationArn"], {"AssociationArn": said["associationArn"], "AssociationId": said["associationId"]}


def _associated(cluster: str, properties: Properties, owner: str) -> dict[str, Any]:
    body = {**camel({k: v for k, v in properties.items() if k != "Tags"}), "tags": _tags(properties)}
    _role(properties["RoleArn"])
    said = json.loads(answer(eks._create_pod_identity_association(cluster, body)))["association"]
    eks._pod_identity_associations[eks._pia_key(cluster, said["associationId"])]["ownerArn"] = owner
    return said


def _update_association(arn: str, _: Properties, new: Properties) -> Attributes:
    _role(new["RoleArn"])
    known = arn.rsplit("/", 1)[-1]
    body = camel({k: v for k, v in new.items() if k != "Tags"})
    answer(eks._update_pod_identity_association(new["ClusterName"], known, body))
    return {"AssociationArn": arn, "AssociationId": known}


def _delete_association(arn: str, properties: Properties) -> None:
    answer(eks._delete_pod_identity_association(properties["ClusterName"], arn.rsplit("/", 1)[-1]))


def _create_addon(_: str, properties: Properties, __: str) -> Known:
    cluster, name = str(properties["ClusterName"]), str(properties["AddonName"])
    if "ConfigurationValues" in properties:
        json.loads(properties["ConfigurationValues"])
    body = {**camel({k: v for k, v in properties.items() if k != "Tags"}), "tags": _tags(properties)}
    arn = json.loads(answer(eks._create_addon(cluster, body)))["addon"]["addonArn"]
    _own(cluster, name, arn, properties)
    return f"{cluster}|{name}", {"Arn": arn}


def _own(cluster: str, name: str, arn: str, properties: Properties) -> None:
    """The associations of an add-on are its own: EKS makes and removes them with it."""
    given = properties.get("PodIdentityAssociations", [])
    made = [_associated(cluster, {**one, "Namespace": _namespace(name, properties)}, arn) for one in given]
    eks._addons[f"{cluster}/{name}"]["podIdentityAssociations"] = [one["associationArn"] for one in made]


def _namespace(name: str, properties: Properties) -> str:
    return properties.get("NamespaceConfig", {}).get("Namespace", "kube-system")


def _disown(cluster: str, name: str) -> None:
    for arn in eks._addons[f"{cluster}/{name}"]["podIdentityAssociations"]:
        answer(eks._delete_pod_identity_association(cluster, arn.rsplit("/", 1)[-1]))


def _update_addon(_: str, __: Properties, new: Properties) -> Attributes:
    cluster, name = str(new["ClusterName"]), str(new["AddonName"])
    body = camel({k: v for k, v in new.items() if k not in {"Tags", "PodIdentityAssociations"}})
    answer(eks._update_addon(cluster, name, body))
    arn = eks._addons[f"{cluster}/{name}"]["addonArn"]
    _disown(cluster, name)
    _own(cluster, name, arn, new)
    return {"Arn": arn}


def _delete_addon(_: str, properties: Properties) -> None:
    cluster, name = str(properties["ClusterName"]), str(properties["AddonName"])
    _disown(cluster, name)
    answer(eks._delete_addon(cluster, name))


TYPES = (
    Resource("AWS::EKS::Addon", _create_addon, _delete_addon, _update_addon,
             ("ClusterName", "AddonName", "NamespaceConfig")),
    Resource("AWS::EKS::PodIdentityAssociation", _create_association, _delete_association, _update_association,
             ("ClusterName", "Namespace", "ServiceAccount")),
)  # fmt: skip
