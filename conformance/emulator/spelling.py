"""How the APIs of WAF and S3 spell what a template says: the emulator's CloudFormation hands it on as it is."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, cast
from xml.etree.ElementTree import Element, SubElement, tostring

__all__ = ["encryption", "lifecycle", "lock", "ownership", "records", "references", "spelt"]


def spelt(value: Any) -> Any:
    """A template's rules as the API has them: texts to search for are bytes there, and an ARN is written `ARN`."""
    if isinstance(value, Mapping):
        return dict(_entry(key, one) for key, one in cast("Mapping[str, Any]", value).items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [spelt(one) for one in cast("Sequence[Any]", value)]
    return value


def _entry(key: str, value: Any) -> tuple[str, Any]:
    if key == "SearchString":
        return key, base64.b64encode(str(value).encode()).decode()
    if key == "SearchStringBase64":
        return "SearchString", value
    return "ARN" if key == "Arn" else key, spelt(value)


def references(value: Any) -> list[str]:
    """The ARNs of the IP sets that rules read."""
    if isinstance(value, Mapping):
        said = cast("Mapping[str, Any]", value)
        own = [str(said["IPSetReferenceStatement"]["Arn"])] if "IPSetReferenceStatement" in said else []
        return own + [arn for one in said.values() for arn in references(one)]
    if isinstance(value, list):
        return [arn for one in cast("list[Any]", value) for arn in references(one)]
    return []


def _xml(root: str, value: Mapping[str, Any]) -> bytes:
    """A document of S3's: a mapping is children, a sequence is one child for each of its items."""
    top = Element(root)
    _children(top, value)
    return tostring(top)


def _children(parent: Element, value: Mapping[str, Any]) -> None:
    for key, one in value.items():
        items: Sequence[Any] = cast("Sequence[Any]", one) if isinstance(one, list) else [one]
        for item in items:
            child = SubElement(parent, key)
            if isinstance(item, Mapping):
                _children(child, cast("Mapping[str, Any]", item))
            else:
                child.text = str(item).lower() if isinstance(item, bool) else str(item)


def encryption(value: Mapping[str, Any]) -> bytes:
    """A bucket's `BucketEncryption`."""
    rules = [
        {("Apply" + key if key == "ServerSideEncryptionByDefault" else key): one for key, one in rule.items()}
        for rule in value["ServerSideEncryptionConfiguration"]
    ]
    return _xml("ServerSideEncryptionConfiguration", {"Rule": rules})


def ownership(value: Mapping[str, Any]) -> bytes:
    """A bucket's `OwnershipControls`."""
    return _xml("OwnershipControls", {"Rule": value["Rules"]})


def lock(value: Mapping[str, Any]) -> bytes:
    """A bucket's `ObjectLockConfiguration`."""
    return _xml("ObjectLockConfiguration", value)


def records(value: Mapping[str, Any]) -> bytes:
    """A bucket's `LoggingConfiguration`; of an empty one, that nobody records who reads it."""
    said = {"TargetBucket": value.get("DestinationBucketName"), "TargetPrefix": value.get("LogFilePrefix", "")}
    return _xml("BucketLoggingStatus", {"LoggingEnabled": said} if value else {})


def lifecycle(value: Mapping[str, Any]) -> bytes:
    """A bucket's `LifecycleConfiguration`; raises `ValueError` for what nobody would keep."""
    return _xml("LifecycleConfiguration", {"Rule": [_rule(rule) for rule in value["Rules"]]})


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(rule)
    made = {"ID": said.pop("Id", ""), "Status": said.pop("Status"), "Filter": {"Prefix": said.pop("Prefix", "")}}
    if "Transitions" in said:
        made["Transition"] = [
            {"Days": one["TransitionInDays"], "StorageClass": one["StorageClass"]} for one in said.pop("Transitions")
        ]
    if "ExpirationInDays" in said:
        made["Expiration"] = {"Days": said.pop("ExpirationInDays")}
    if "ExpiredObjectDeleteMarker" in said:
        made["Expiration"] = {"ExpiredObjectDeleteMarker": said.pop("ExpiredObjectDeleteMarker")}
    for key in ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"):
        if key in said:
            made[key] = said.pop(key)
    if said:
        raise ValueError(f"the emulator does not take {sorted(said)} of a lifecycle rule; add it to spelling.py")
    return made
