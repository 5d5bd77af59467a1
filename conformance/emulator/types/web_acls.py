"""AWS::WAFv2::IPSet and WebACLAssociation, and what the emulator's web ACLs lack."""

from __future__ import annotations

import json
from typing import Any

from conformance.emulator.spelling import references, spelt
from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource, answer
from conformance.emulator.types.stack import alb, provisioners, waf

__all__ = ["TYPES", "install", "known_acl"]

_FIXED_SET = ("Name", "Scope")


def _judge(properties: Properties) -> None:
    """Refuse what WAF would refuse of an ACL's rules."""
    rules = properties.get("Rules", [])
    for key in ("Name", "Priority"):
        said = [rule[key] for rule in rules]
        if len(said) != len(set(said)):
            raise RefusedError(f"WAFInvalidParameterException: each rule has a {key} of its own, got {said}")
    for rule in rules:
        if ("Action" in rule) == ("OverrideAction" in rule):
            raise RefusedError(f"WAFInvalidParameterException: {rule['Name']} needs either Action or OverrideAction")
    for arn in references(rules):
        if arn not in {one["ARN"] for one in waf._ip_sets.values()}:
            raise RefusedError(f"WAFNonexistentItemException: no IP set {arn}")


def known_acl(arn: str) -> dict[str, Any]:
    """The ACL with this ARN; refused if there is none."""
    found = next((one for one in waf._web_acls.values() if one["ARN"] == arn), None)
    if found is None:
        raise RefusedError(f"WAFNonexistentItemException: no web ACL {arn}")
    return found


def _create_set(logical_id: str, properties: Properties, stack: str) -> Known:
    name = str(properties.get("Name") or f"{stack}-{logical_id}")
    summary = json.loads(answer(waf._create_ip_set({**properties, "Name": name})))["Summary"]
    return f"{name}|{summary['Id']}|{properties['Scope']}", {"Arn": summary["ARN"], "Id": summary["Id"]}


def _update_set(known: str, _: Properties, new: Properties) -> Attributes:
    record = waf._ip_sets[known.split("|")[1]]
    answer(waf._update_ip_set({"Id": record["Id"], "Scope": new["Scope"], "Addresses": new["Addresses"]}))
    record["Description"] = new.get("Description", "")
    return {"Arn": record["ARN"], "Id": record["Id"]}


def _delete_set(known: str, properties: Properties) -> None:
    record = waf._ip_sets[known.split("|")[1]]
    if f'"{record["ARN"]}"' in json.dumps([one["Rules"] for one in waf._web_acls.values()]):
        raise RefusedError(f"WAFAssociatedItemException: a web ACL reads IP set {known}")
    answer(waf._delete_ip_set({"Id": record["Id"], "Scope": properties["Scope"]}))


def _associate(_: str, properties: Properties, __: str) -> Known:
    resource, acl = str(properties["ResourceArn"]), str(properties["WebACLArn"])
    known_acl(acl)
    if resource not in alb._lbs:
        raise RefusedError(
            f"WAFUnavailableEntityException: no load balancer {resource}, and the emulator knows no others"
        )
    answer(waf._associate_web_acl(properties))
    return f"{resource}|{acl}", {}


def _keep_association(_: str, __: Properties, ___: Properties) -> Attributes:
    """Both of its properties replace it."""
    return {}


def _disassociate(_: str, properties: Properties) -> None:
    if waf._associations.get(properties["ResourceArn"]) == properties["WebACLArn"]:
        answer(waf._disassociate_web_acl(properties))


def install() -> None:
    """Web ACLs are judged, kept as the API shows them, and stay as long as something is behind them."""
    handler: dict[str, Any] = provisioners._RESOURCE_HANDLERS["AWS::WAFv2::WebACL"]
    create, update, delete = handler["create"], handler["update"], handler["delete"]

    def creating(logical_id: str, properties: Properties, stack: str) -> Any:
        _judge(properties)
        return create(logical_id, spelt(properties), stack)

    def updating(known: str, old: Properties, new: Properties, *rest: Any) -> Any:
        _judge(new)
        return update(known, spelt(old), spelt(new), *rest)

    def deleting(known: str, properties: Properties) -> None:
        arn = waf._web_acls.get(known.split("|")[1], {}).get("ARN")
        if arn is not None and arn in waf._associations.values():
            raise RefusedError(f"WAFAssociatedItemException: something is behind web ACL {known}")
        delete(known, properties)

    handler.update(create=creating, update=updating, delete=deleting)


TYPES = (
    Resource("AWS::WAFv2::IPSet", _create_set, _delete_set, _update_set, _FIXED_SET),
    Resource("AWS::WAFv2::WebACLAssociation", _associate, _disassociate, _keep_association,
             ("ResourceArn", "WebACLArn"), tags=""),
)  # fmt: skip
