"""What we carry over of Argo CD's own `argocd-cm`, against the chart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conformance import yamls
from conformance.charts.releases import Wire
from x2bee_constructs.delivery.argo.defaults import default_settings

_CARRIED = ("resource.exclusions", "resource.customizations.")


def other_defaults(chart: Path) -> Iterator[str]:
    """Settings of resources that the chart would make otherwise than `delivery/argo/defaults.py` has them."""
    values = chart / "values.yaml"
    said: Wire = yamls.parse(values.read_text(encoding="utf-8"), str(values))["configs"]["cm"]
    theirs = {key: yamls.parse(text, key) for key, text in said.items() if key.startswith(_CARRIED)}
    ours = {key: yamls.parse(text, key) for key, text in default_settings(()).items()}
    for key in sorted({*theirs, *ours}):
        if theirs.get(key) != ours.get(key):
            yield f"argocd-cm, {key}: the chart has {theirs.get(key)}, we have {ours.get(key)}"
