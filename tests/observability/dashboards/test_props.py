"""What may be said of the dashboards, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.observability.dashboards.cases import EVERYTHING, LEAST
from x2bee_constructs.observability.dashboards.props import DashboardsProps, ServiceView


def codes(**given: object) -> list[str]:
    """The codes of all faults."""
    with pytest.raises(ValidationError) as caught:
        DashboardsProps.model_validate({**dict(LEAST), **given})
    return [str(error["type"]) for error in caught.value.errors()]


def test_two_things_of_one_name_are_refused() -> None:
    one = ServiceView(name="gift", runtime="other")
    other = ServiceView(name="card", runtime="other", aliases=["gift"])
    assert codes(services=[one, one]) == ["X2B390"]
    assert codes(services=[one, other]) == ["X2B390"]
    database = EVERYTHING.databases[0]
    inside = EVERYTHING.in_cluster[0].model_copy(update={"name": "mbod"})
    assert codes(databases=[database], in_cluster=[inside]) == ["X2B390"]


def test_a_gateway_needs_the_mesh_and_all_is_told_at_once() -> None:
    one = ServiceView(name="gift", runtime="other")
    assert sorted(codes(services=[one, one], gateway="istio-ingressgateway")) == ["X2B390", "X2B391"]


def test_there_is_a_service() -> None:
    assert len(codes(services=[])) == 1
