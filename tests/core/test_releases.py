"""The stages of a first installation, and what a release and a component may be."""

from __future__ import annotations

from typing import get_args

import pytest

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import RBAC, WAVES, Component, Release, Stage
from x2bee_constructs.core.versions import KEDA


class Nothing(ApiStruct):
    """Values of a chart that needs none."""


def test_the_stages_are_in_order_and_each_has_a_wave_of_its_own() -> None:
    assert list(WAVES) == list(get_args(Stage))
    waves = list(WAVES.values())
    assert waves == sorted(set(waves))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("project", "crds"),  # nothing is allowed without it
        ("crds", "nodes"),
        ("nodes", "controllers"),  # which may need room
        ("webhooks", "mesh-gateway"),  # its pods go behind a target group
        ("mesh-control", "mesh-policies"),  # its webhook judges them
        ("mesh-policies", "mesh-gateway"),  # before the first request
        ("mesh-control", "stores"),  # pods that need a secret may need a proxy
        ("mesh-control", "monitoring"),
        ("mesh-control", "databases"),
        ("stores", "monitoring"),
        ("stores", "databases"),
        ("databases", "services"),
        ("mesh-gateway", "services"),
    ],
)
def test_what_others_wait_for_comes_first(first: Stage, then: Stage) -> None:
    assert WAVES[first] < WAVES[then]


def test_services_have_the_wave_of_what_says_none() -> None:
    assert WAVES["services"] == 0 == max(WAVES.values())


def test_a_release_is_called_as_its_chart_unless_it_says_otherwise() -> None:
    assert Release(KEDA, Nothing(), "webhooks").name == "keda"
    assert Release(KEDA, Nothing(), "webhooks", own_name="keda-blue").name == "keda-blue"


@pytest.mark.parametrize("name", ["Keda", "keda_blue", "k" * 54])
def test_what_helm_would_refuse_as_a_name_is_refused_where_it_is_made(name: str) -> None:
    with pytest.raises(ValueError, match="a Helm release's name"):
        Release(KEDA, Nothing(), "webhooks", own_name=name)


def test_the_longest_name_is_helms() -> None:
    assert Release(KEDA, Nothing(), "webhooks", own_name="k" * 53).name == "k" * 53


def test_a_namespace_that_is_not_its_own_is_not_labelled() -> None:
    releases = (Release(KEDA, Nothing(), "webhooks"),)
    with pytest.raises(ValueError, match="'keda' labels the namespace 'kube-system', which is not its own"):
        Component("keda", "kube-system", releases, RBAC, pod_security=None, namespace_labels={"team": "platform"})
