"""The files that are made without cdk8s are those that cdk8s writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from x2bee_constructs import Platform
from x2bee_constructs.platform.objects import platform_files

VARIANTS: dict[str, dict[str, Any]] = {
    "scouter": {"apm": "scouter"},
    "otel": {"apm": "otel"},
    "no mesh": {"istio_revision": None},
    "Karpenter": {"cluster": {"nodes": "karpenter"}},
}


def of_cdk8s(platform: Platform, folder: Path) -> dict[str, str]:
    """What the app of this repository writes."""
    from stacks.k8s import build

    build(platform, outdir=str(folder)).synth()
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.yaml")}


@pytest.mark.parametrize("environment", ["dev", "stg", "prd"])
def test_every_environment_is_the_same_in_both_ways(
    environment: str, acme: Callable[[str], Platform], tmp_path: Path
) -> None:
    platform = acme(environment)
    assert platform_files(platform) == of_cdk8s(platform, tmp_path)


@pytest.mark.parametrize("name", VARIANTS)
def test_other_platforms_are_the_same_in_both_ways(name: str, minimal: dict[str, Any], tmp_path: Path) -> None:
    platform = Platform.model_validate({**minimal, **VARIANTS[name]})
    assert platform_files(platform) == of_cdk8s(platform, tmp_path)
