"""The constructs: the same objects in the construct tree."""

from __future__ import annotations

import json
from typing import Any

from cdk8s import Chart
from cdk8s import Testing as Synthesis

from x2bee_constructs import ScouterCollectorProps, WhatapOperatorProps
from x2bee_constructs.apm.k8s import ScouterCollector, WhatapOperator
from x2bee_constructs.apm.scouter import scouter_objects
from x2bee_constructs.apm.whatap import whatap_objects
from x2bee_constructs.core.names import Site

SITE = Site("acme", "prd")
SCOUTER = ScouterCollectorProps(image="registry.acme.co.kr/x2bee-scouter-collector:1.0.0", namespaces=["acme-app"])


def test_each_construct_emits_every_object() -> None:
    chart = Chart(Synthesis.app(), "apm")
    whatap = WhatapOperator(chart, "whatap", SITE, WhatapOperatorProps())
    scouter = ScouterCollector(chart, "scouter", SITE, SCOUTER)
    wanted = {**whatap_objects(SITE, WhatapOperatorProps()), **scouter_objects(SITE, SCOUTER)}
    assert {*whatap.objects, *scouter.objects} == set(wanted)
    all_of_both = [*whatap_objects(SITE, WhatapOperatorProps()).values(), *scouter_objects(SITE, SCOUTER).values()]
    expected = sorted(str(_sorted(one.to_manifest())) for one in all_of_both)
    assert sorted(str(_sorted(one)) for one in Synthesis.synth(chart)) == expected


def _sorted(value: Any) -> Any:
    """The same with keys in order at every depth."""
    return json.loads(json.dumps(value, sort_keys=True))
