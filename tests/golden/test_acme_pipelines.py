"""How acme's images are built and released, as `x2bee pipelines stacks/customers/acme.yaml` writes it."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import ACME
from tests.golden.files import GoldenText
from x2bee_constructs.pipelines.files import pipeline_files
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.pipelines import pipelines


@pytest.mark.parametrize("image", ["x2bee-api-order", "x2bee-fo", "x2bee-fluentd"], ids=str)
def test_one_that_maven_builds_one_of_npm_and_one_of_the_package(image: str, snapshot: SnapshotAssertion) -> None:
    props = pipelines([load_platform(ACME, environment) for environment in ("dev", "stg", "prd")])[image]
    files = pipeline_files(props)
    assert files.keys() == {".gitlab-ci.yml", "Jenkinsfile"}
    for name, text in files.items():
        assert text == snapshot(extension_class=GoldenText, name=f"{image}-{name.removeprefix('.')}")
