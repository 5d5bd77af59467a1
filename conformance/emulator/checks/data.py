"""What checks of databases and session stores have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from conformance.emulator.checks import Sight

__all__ = ["admitted", "document", "own_key", "parameter_value", "ways_out"]

Door = tuple[str, int]
"""A network, or a security group, and the port that it reaches."""

_NOBODY = "255.255.255.255/32"
"""The CDK's way to say that nothing goes out."""


def own_key(sight: Sight, key: object) -> bool:
    """Whether a key, named by ARN, id or alias, is one of ours."""
    text = str(key or "")
    own = {one.physical_id for one in sight.deployed.of("AWS::KMS::Key", "AWS::KMS::Alias")}
    return text in own or text.rsplit("/", 1)[-1] in own


def parameter_value(sight: Sight, name: str) -> str:
    """The value of a parameter; what is wrong with it, if it has none."""
    try:
        return sight.aws.call("ssm", "get_parameter", Name=name)["Parameter"]["Value"]
    except Exception as error:  # boto3 makes its exceptions' classes at run time
        return f"nothing ({error})"


def document(said: object) -> Mapping[str, Any]:
    """IAM answers with a document, or with its text, percent-encoded."""
    return json.loads(unquote(said)) if isinstance(said, str) else said  # pyright: ignore[reportReturnType]


def admitted(sight: Sight, groups: Sequence[str]) -> set[Door]:
    """Who is let in by security groups, and on which port: -1 for all but one port of TCP."""
    return _said(sight, groups, "IpPermissions")


def ways_out(sight: Sight, groups: Sequence[str]) -> set[Door]:
    """Where they let out to, and to which port."""
    return {door for door in _said(sight, groups, "IpPermissionsEgress") if door[0] != _NOBODY}


def _said(sight: Sight, groups: Sequence[str], rules: str) -> set[Door]:
    found = sight.aws.call("ec2", "describe_security_groups", GroupIds=list(groups))["SecurityGroups"]
    return {door for group in found for rule in group[rules] for door in _doors(rule)}


def _doors(rule: dict[str, Any]) -> set[Door]:
    first, last = rule.get("FromPort", 0), rule.get("ToPort", 65535)
    port = first if first == last and rule["IpProtocol"] == "tcp" else -1
    sources = [one["CidrIp"] for one in rule.get("IpRanges", [])]
    sources += [one["CidrIpv6"] for one in rule.get("Ipv6Ranges", [])]
    sources += [one["GroupId"] for one in rule.get("UserIdGroupPairs", [])]
    sources += [one["PrefixListId"] for one in rule.get("PrefixListIds", [])]
    return {(source, port) for source in sources}
