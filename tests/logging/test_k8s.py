"""The construct: the same objects in the construct tree."""

from __future__ import annotations

import json
from typing import Any

from cdk8s import Chart
from cdk8s import Testing as Synthesis

from x2bee_constructs.core.names import Site
from x2bee_constructs.logging.efk import EfkStackProps
from x2bee_constructs.logging.k8s import EfkStack
from x2bee_constructs.logging.manifests import efk_objects

PROPS = EfkStackProps(
    image="registry.acme.co.kr/x2bee-fluentd:1.0.0",
    region="ap-northeast-2",
    account="111122223333",
    domain="acme-shop.co.kr",
    groups={"developers": "reader"},
)


def test_the_construct_emits_every_object_in_its_own_namespace() -> None:
    chart = Chart(Synthesis.app(), "logging")
    site = Site("acme", "prd")
    stack = EfkStack(chart, "efk", site, PROPS)
    wanted = {key: found.to_manifest() for key, found in efk_objects(site, PROPS).items()}
    assert set(stack.objects) == set(wanted)
    assert sorted(map(str, map(_sorted, Synthesis.synth(chart)))) == sorted(map(str, map(_sorted, wanted.values())))


def _sorted(value: Any) -> Any:
    """The same with keys in order at every depth."""
    return json.loads(json.dumps(value, sort_keys=True))
