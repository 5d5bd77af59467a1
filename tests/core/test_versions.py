"""Each pin is what the rest of the repository uses."""

from __future__ import annotations

import tomllib

from tests.conftest import ROOT
from x2bee_constructs.core.versions import ISTIO, ISTIO_REVISION, KUBERNETES


def test_kubernetes_is_judged_in_conformance() -> None:
    assert (ROOT / "conformance" / "tools" / f"kubernetes-{KUBERNETES.version}" / "go.mod").exists()


def test_istio_is_what_the_bindings_are_of() -> None:
    sources = tomllib.loads((ROOT / "imports" / "sources.toml").read_text())
    assert sources["project"]["istio"]["version"] == ISTIO.version
    assert ISTIO.version.replace(".", "-") == ISTIO_REVISION
