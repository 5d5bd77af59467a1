"""What the emulator accepts of certificates and public records, and AWS would not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.emulator.types.resource import Properties, RefusedError
from conformance.emulator.types.stack import alb, provisioners, route53

__all__ = ["install"]


def _judge_proof(properties: Properties) -> None:
    """Each name is proven by a record in a public zone of ours that it lies in: else ACM would wait for ever."""
    proven = {one["DomainName"]: one.get("HostedZoneId", "") for one in properties.get("DomainValidationOptions", [])}
    for name in {properties["DomainName"], *properties.get("SubjectAlternativeNames", [])}:
        zone = route53._zones.get(proven.get(name, ""))
        if zone is None or zone["private"] or not f".{name}.".endswith(f".{zone['name']}"):
            raise RefusedError(f"nobody would prove {name}: its zone is {zone and zone['name']}")


def _judge_record(properties: Properties) -> None:
    """A record lies in its zone, and what it is another name for exists."""
    zone = route53._zones.get(properties["HostedZoneId"])
    name = str(properties["Name"]).rstrip(".") + "."
    if zone is None or not f".{name}".endswith(f".{zone['name']}"):
        raise RefusedError(f"InvalidChangeBatch: {name} is not permitted in zone {properties['HostedZoneId']}")
    alias = str(properties.get("AliasTarget", {}).get("DNSName", "")).removeprefix("dualstack.").rstrip(".")
    if alias.endswith(".elb.amazonaws.com") and alias not in {one["DNSName"] for one in alb._lbs.values()}:
        raise RefusedError(f"InvalidChangeBatch: {name} would be another name for {alias}, which does not exist")


def install() -> None:
    """Judge both before they are made or changed."""
    _judged("AWS::CertificateManager::Certificate", _judge_proof)
    _judged("AWS::Route53::RecordSet", _judge_record)


def _judged(type: str, judge: Callable[[Properties], None]) -> None:
    handler: dict[str, Any] = provisioners._RESOURCE_HANDLERS[type]
    for action, place in (("create", 1), ("update", 2)):

        def doing(*given: Any, _do: Any = handler[action], _place: int = place) -> Any:
            judge(given[_place])
            return _do(*given)

        handler[action] = doing
