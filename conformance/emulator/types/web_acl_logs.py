"""AWS::WAFv2::LoggingConfiguration, and the calls on it."""

from __future__ import annotations

import json
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource
from conformance.emulator.types.stack import logs, waf
from conformance.emulator.types.web_acls import known_acl

__all__ = ["TYPES", "serve"]

_configurations: dict[str, dict[str, Any]] = {}

_PREFIX = "aws-waf-logs-"
_DELIVERY = "delivery.logs.amazonaws.com"


def _judge(properties: Properties) -> None:
    """Refuse what WAF would refuse: an ACL that is not there, and a log that it may not or cannot write."""
    known_acl(str(properties["ResourceArn"]))
    for arn in properties["LogDestinationConfigs"]:
        kind, _, name = str(arn).partition(":log-group:")
        if not kind.startswith("arn:aws:logs:") or not name.startswith(_PREFIX) or ":" in name:
            raise RefusedError(f"WAFInvalidParameterException: {arn} is no log group called {_PREFIX}…")
        if name not in logs._log_groups:
            raise RefusedError(f"WAFLogDestinationPermissionIssueException: no log group {name}")
        if not any(_admits(policy, str(arn)) for policy in logs._resource_policies.values()):
            raise RefusedError(f"WAFLogDestinationPermissionIssueException: no policy lets {_DELIVERY} write to {name}")


def _admits(policy: Any, arn: str) -> bool:
    document = json.loads(policy["policyDocument"])
    return any(
        one["Effect"] == "Allow"
        and one.get("Principal", {}).get("Service") == _DELIVERY
        and one["Resource"] == f"{arn}:log-stream:*"
        for one in document["Statement"]
    )


def _put(properties: Properties) -> dict[str, Any]:
    _judge(properties)
    arn = str(properties["ResourceArn"])
    _configurations[arn] = {**properties, "ManagedByFirewallManager": False}
    return _configurations[arn]


def _create(_: str, properties: Properties, __: str) -> Known:
    if properties["ResourceArn"] in _configurations:
        raise RefusedError(f"WAFDuplicateItemException: {properties['ResourceArn']} is logged")
    _put(properties)
    return str(properties["ResourceArn"]), {"ManagedByFirewallManager": False}


def _update(_: str, __: Properties, new: Properties) -> Attributes:
    _put(new)
    return {"ManagedByFirewallManager": False}


def _delete(arn: str, _: Properties) -> None:
    _configurations.pop(arn, None)


def _asked(action: str, said: dict[str, Any]) -> dict[str, Any]:
    if action == "ListLoggingConfigurations":
        return {"LoggingConfigurations": list(_configurations.values())}
    if action == "PutLoggingConfiguration":
        return {"LoggingConfiguration": _put(said["LoggingConfiguration"])}
    if said["ResourceArn"] not in _configurations:
        raise RefusedError(f"WAFNonexistentItemException: {said['ResourceArn']} is not logged")
    if action == "DeleteLoggingConfiguration":
        _configurations.pop(said["ResourceArn"])
        return {}
    return {"LoggingConfiguration": _configurations[said["ResourceArn"]]}


def serve() -> None:
    """Answer the four calls on logging configurations too."""
    before = waf.handle_request

    async def handle(method: str, path: str, headers: Any, body: Any, query: Any) -> Any:
        action = str(headers.get("x-amz-target", "")).rpartition(".")[2]
        if "LoggingConfiguration" not in action:
            return await before(method, path, headers, body, query)
        try:
            return waf.json_response(_asked(action, json.loads(body)))
        except RefusedError as error:
            code, _, message = str(error).partition(": ")
            return waf._waf_err(code, message)

    waf.handle_request = handle


TYPES = (Resource("AWS::WAFv2::LoggingConfiguration", _create, _delete, _update, ("ResourceArn",), tags=""),)
