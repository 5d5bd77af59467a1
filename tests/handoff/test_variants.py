"""The handoff is closed for every platform that the templates are judged by, not only for the reference customer."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.templates.variants import VARIANTS, variant
from x2bee_constructs.handoff.check import check_handoff
from x2bee_constructs.platform.images import repositories


@pytest.mark.parametrize("name", VARIANTS)
def test_the_handoff_of_a_variant_is_closed(name: str, tmp_path: Path) -> None:
    from stacks.aws import build as build_aws
    from stacks.k8s import build as build_k8s

    platform = variant(name)
    build_aws(platform, outdir=str(tmp_path / "cdk.out")).synth()
    build_k8s(platform, outdir=str(tmp_path / "dist")).synth()
    handoff = check_handoff(tmp_path / "cdk.out", tmp_path / "dist")
    assert handoff.gaps == ()
    assert handoff.read > len(repositories(platform)), "the images of the platform's own registry, and more"
