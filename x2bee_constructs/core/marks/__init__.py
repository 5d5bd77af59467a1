"""Marks on the constructs of the AWS side, and how many there are: a library of ours beside the CDK (ADR 28)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import IConstruct

from x2bee_constructs.core.jsii_library import caller

__all__ = ["mark", "mark_acknowledged", "mark_alarm", "resources"]

_call = caller(__name__)


def mark_acknowledged(construct: IConstruct, key: str, ids: Sequence[str], reason: str) -> None:
    """Acknowledge findings by their qualified ids, as the CDK does, each also as metadata of the construct by `key`."""
    _call("acknowledge", construct, key, list(ids), reason)


def mark(construct: IConstruct, key: str, text: str) -> bool:
    """Put a text into the metadata of a construct's resource; False if it has none.

    The resource is the construct itself or its default child.
    """
    return bool(_call("mark", construct, key, text))


def mark_alarm(alarm: cloudwatch.Alarm, action: object, key: str, text: str) -> None:
    """Have an alarm do one `IAlarmAction` when it begins and when it is over, and mark it."""
    _call("alarm", alarm, action, key, text)


def resources(stack: Stack) -> Mapping[str, int]:
    """How many resources of each type a stack has now, without those of stacks nested in it."""
    counts: Mapping[str, int] = json.loads(_call("resources", stack))
    return counts
