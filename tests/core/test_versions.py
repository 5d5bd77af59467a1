"""Each pin is what the rest of the repository uses, and says where it comes from."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

from tests.conftest import ROOT
from x2bee_constructs.core import versions
from x2bee_constructs.core.versions import ISTIO, ISTIO_REVISION, KUBERNETES, ChartPin, Pin

PINS = {name: value for name, value in vars(versions).items() if isinstance(value, Pin | ChartPin)}
CHARTS = {name: pin for name, pin in PINS.items() if isinstance(pin, ChartPin)}
SOURCES = tomllib.loads((ROOT / "imports" / "sources.toml").read_text())


def test_kubernetes_is_judged_in_conformance() -> None:
    assert (ROOT / "conformance" / "tools" / f"kubernetes-{KUBERNETES.version}" / "go.mod").exists()


def test_istio_is_what_the_bindings_are_of() -> None:
    assert SOURCES["project"]["istio"]["version"] == ISTIO.version
    assert ISTIO.version.replace(".", "-") == ISTIO_REVISION


@pytest.mark.parametrize(
    ("project", "pin"),
    [
        ("aws_lbc", versions.AWS_LOAD_BALANCER_CONTROLLER),
        ("cert_manager", versions.CERT_MANAGER),
        ("external_secrets", versions.EXTERNAL_SECRETS),
        ("karpenter", versions.KARPENTER),
        ("keda", versions.KEDA),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_bindings_are_of_the_program_that_runs(project: str, pin: ChartPin) -> None:
    assert SOURCES["project"][project]["version"] == pin.app_version.removeprefix("v")


@pytest.mark.parametrize("name", PINS)
def test_every_pin_says_when_and_where(name: str) -> None:
    pin = PINS[name]
    assert date.fromisoformat(pin.looked_up) <= date.today()
    assert len(pin.source) > 10


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_pinned_exactly(name: str) -> None:
    pin = CHARTS[name]
    assert re.fullmatch(r"v?\d+\.\d+\.\d+", pin.version)
    assert re.fullmatch(r"v?\d+\.\d+\.\d+", pin.app_version)
    assert re.fullmatch(r"(https|oci)://[^\s]+", pin.repository)


def test_karpenters_crds_are_karpenters() -> None:
    assert versions.KARPENTER_CRD.version == versions.KARPENTER.version
