"""The construct: what cdk8s writes is what the pure functions made."""

from __future__ import annotations

import cdk8s
import pytest

from tests.database.sync.test_manifests import made, props
from tests.database.sync.test_props import said
from x2bee_constructs.database.sync.k8s import TableSync
from x2bee_constructs.database.sync.props import Sync

_SYNC = Sync.model_validate(said())


def test_all_objects_are_written() -> None:
    chart = cdk8s.Chart(cdk8s.Testing.app(), "syncs", namespace="acme-app")
    sync = TableSync(chart, "member", props(_SYNC))
    wanted = made(_SYNC)
    assert set(sync.objects) == set(wanted)
    written = {(found["kind"], found["metadata"]["name"]): found for found in cdk8s.Testing.synth(chart)}
    assert written == {(found["kind"], found["metadata"]["name"]): found for found in wanted.values()}


def test_a_chart_without_namespace_is_refused() -> None:
    chart = cdk8s.Chart(cdk8s.Testing.app(), "syncs")
    with pytest.raises(ValueError, match="the chart has no namespace"):
        TableSync(chart, "member", props(_SYNC))
