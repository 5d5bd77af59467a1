"""The constructs in anyone's chart."""

from __future__ import annotations

from cdk8s import Chart
from cdk8s import Testing as InMemory

from tests.addons.test_props import ACME, EVERYTHING
from x2bee_constructs.addons.k8s import AddOnResources, AddOns
from x2bee_constructs.addons.manifests import add_on_objects, store_objects
from x2bee_constructs.addons.props import AddOnsProps

PROPS = AddOnsProps.model_validate(EVERYTHING)


def test_they_write_what_the_pure_functions_make() -> None:
    chart = Chart(InMemory.app(), "addons")
    AddOns(chart, "AddOns", ACME, PROPS)
    AddOnResources(chart, "Stores", ACME, PROPS)
    objects = [*add_on_objects(ACME, PROPS).values(), *store_objects(ACME, PROPS).values()]
    assert InMemory.synth(chart) == [found.to_manifest() for found in objects]


def test_a_store_is_of_the_cluster_also_in_a_chart_with_a_namespace() -> None:
    chart = Chart(InMemory.app(), "addons", namespace="argocd")
    AddOnResources(chart, "Stores", ACME, PROPS)
    assert [found["metadata"].get("namespace") for found in InMemory.synth(chart)] == [None, None, None]


def test_each_object_can_be_reached_and_changed() -> None:
    chart = Chart(InMemory.app(), "addons")
    found = AddOns(chart, "AddOns", ACME, PROPS)
    found.objects["keda"].metadata.add_label("team", "platform")
    (written,) = (each for each in InMemory.synth(chart) if each["metadata"]["name"] == "keda")
    assert written["metadata"]["labels"]["team"] == "platform"
    assert set(AddOnResources(chart, "Stores", ACME, PROPS).objects) == {
        "aws-secrets-manager",
        "aws-parameter-store",
        "aws-secrets-manager-data",
    }
