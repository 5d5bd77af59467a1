"""The collector of spans as Kubernetes objects: one tier, or two where it has several pods."""

from __future__ import annotations

from typing import Any

import yaml

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.observability import names
from x2bee_constructs.observability.budget import traces_budget
from x2bee_constructs.observability.collector.config import judging, spreading
from x2bee_constructs.observability.collector.pods import Tier, tier
from x2bee_constructs.observability.props import ObservabilityStackProps

__all__ = ["SPREADING_MIB", "collector_objects", "tiers"]

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # sooner; a test holds that it is the same text

SPREADING_MIB = 384
"""Of a collector that only passes spans on: its queues. Our judgement."""


def collector_objects(props: ObservabilityStackProps) -> dict[str, KubeObject]:
    """All of it, by the id that each has in the construct tree."""
    return {key: made for one in tiers(props) for key, made in tier(one).items()}


def tiers(props: ObservabilityStackProps) -> tuple[Tier, ...]:
    """One that judges; or one that takes, and one behind it that sees whole traces (ADR 0016)."""
    tracing = props.spec.tracing
    budget = traces_budget(tracing, props.requests_per_second, props.collectors)
    nodes = dict(props.node_selector)
    judge = _text(judging(tracing, budget))
    if props.collectors == 1:
        return (Tier(names.COLLECTOR, judge, 1, "200m", budget.memory_mib, nodes),)
    return (
        Tier(names.COLLECTOR, _text(spreading()), props.collectors, "200m", SPREADING_MIB, nodes),
        Tier(names.SAMPLER, judge, budget.pods, "300m", budget.memory_mib, nodes, headless=True),
    )


def _text(config: dict[str, Any]) -> str:
    return yaml.dump(config, Dumper=_DUMPER, sort_keys=False, width=120)
