"""Which services of AWS publish to the alarm topic, and what each needs of the topic's policy and of its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import Place
from x2bee_constructs.network import names
from x2bee_constructs.network.props import NetworkProps

__all__ = ["Publisher", "publishers"]

_Conditions = Mapping[str, Mapping[str, str]]


class Publisher(NamedTuple):
    """A service that publishes, and the conditions under which it may."""

    sid: str
    service: str
    topic: _Conditions | None
    """Conditions in the topic's policy; none where the service cannot be held to any."""
    key: _Conditions
    """Conditions in the policy of the topic's key, which SNS asks as the service that publishes."""


def publishers(place: Place, site: Site, props: NetworkProps) -> Iterator[Publisher]:
    """CloudWatch always, AWS Budgets with a budget, EventBridge for the default group of a VPC of our own."""
    yield _held("CloudWatch", place, f"arn:aws:cloudwatch:{place.region}:{place.account}:alarm:*")
    if props.budget:
        yield _held("Budgets", place, f"arn:aws:budgets::{place.account}:*")
    if not props.existing:
        yield _event_bridge(place, site)


def _held(sid: str, place: Place, source: str) -> Publisher:
    """A service that says for which account and resource it publishes."""
    conditions = {"StringEquals": {"aws:SourceAccount": place.account}, "ArnLike": {"aws:SourceArn": source}}
    return Publisher(sid, f"{sid.lower()}.amazonaws.com", conditions, conditions)


def _event_bridge(place: Place, site: Site) -> Publisher:
    """EventBridge gives SNS no condition keys, so one of ours would drop every message without a word.

    So AWS says (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html). The key is told
    of the topic all the same: by SNS, which names it whenever it has a message encrypted.
    """
    topic = f"arn:aws:sns:{place.region}:{place.account}:{names.alarm_topic(site)}"
    return Publisher(
        "EventBridge",
        "events.amazonaws.com",
        topic=None,
        key={"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": topic}},
    )
