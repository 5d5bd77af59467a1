"""What the platform tells its add-ons: which run, and how the VPC is found."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs import Platform
from x2bee_constructs.platform.addons import add_ons_props

VPC = "vpc-0123456789abcdef0"


def existing() -> dict[str, Any]:
    def three(tier: int, third: int) -> list[dict[str, str]]:
        return [{"id": f"subnet-{tier:07d}{n:010d}", "cidr": f"10.0.{third + n * 16}.0/20"} for n in range(3)]

    return {"id": VPC, "cidr": "10.0.0.0/16", "app": three(1, 0), "public": three(2, 64), "data": three(3, 128)}


@pytest.mark.parametrize(
    ("nodes", "wanted"),
    [("node-groups", True), ({"min": 3, "max": 60}, True), ("karpenter", False), ("auto-mode", False)],
)
def test_the_number_of_nodes_is_raised_whatever_they_are(minimal: dict[str, Any], nodes: object, wanted: bool) -> None:
    """Node groups by Cluster Autoscaler; the two others do it themselves."""
    props = add_ons_props(Platform.model_validate({**minimal, "cluster": {"nodes": nodes}}))
    assert props.cluster_autoscaler is wanted
    assert ("cluster-autoscaler" in props.enabled) is wanted


def test_a_vpc_that_was_there_before_is_known_by_its_id(minimal: dict[str, Any]) -> None:
    assert add_ons_props(Platform.model_validate(minimal)).vpc_id is None
    props = add_ons_props(Platform.model_validate({**minimal, "network": {"existing": existing()}}))
    assert (props.vpc_id, props.vpc_tags) == (VPC, {})


def test_keda_may_be_left_out_where_nothing_is_scaled_by_requests(minimal: dict[str, Any]) -> None:
    scaled = {"x2bee-cc": {"enabled": False, "scaling": {"requests_per_second": 50}}}
    said = {**minimal, "addons": {"keda": False}}
    assert "keda" not in add_ons_props(Platform.model_validate(said)).enabled
    assert "keda" not in add_ons_props(Platform.model_validate({**said, "services": scaled})).enabled


def test_every_service_that_needs_keda_is_named(minimal: dict[str, Any]) -> None:
    scaled = {name: {"scaling": {"requests_per_second": 50}} for name in ("x2bee-fo", "x2bee-cc")}
    with pytest.raises(ValidationError, match="'x2bee-cc' is scaled by its requests, and KEDA does not run") as caught:
        Platform.model_validate({**minimal, "addons": {"keda": False}, "services": scaled})
    (found,) = caught.value.errors()
    assert "x2bee-cc, x2bee-fo" in found["ctx"]["why"]
