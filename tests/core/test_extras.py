"""What is said where a library is missing that an extra of the package brings."""

from __future__ import annotations

import pytest

from x2bee_constructs.core import extras
from x2bee_constructs.core.extras import MissingExtraError, is_installed, missing_extra


def test_the_error_says_how_it_is_installed() -> None:
    error = missing_extra(ModuleNotFoundError("No module named 'aws_cdk'", name="aws_cdk.aws_ec2"), "aws")
    assert isinstance(error, MissingExtraError)
    assert error.name == "aws_cdk"
    assert str(error) == ("aws_cdk is not installed, and this needs it; pip install 'x2bee-constructs[aws]' brings it")


@pytest.mark.parametrize("name", ["x2bee_constructs.nowhere", None])
def test_other_errors_stay_what_they_are(name: str | None) -> None:
    error = ModuleNotFoundError("no such module", name=name)
    assert missing_extra(error, "aws") is error


def test_whether_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_installed("k8s")
    monkeypatch.setattr(extras, "find_spec", lambda module: None if module == "cdk8s" else module)
    assert is_installed("aws")
    assert not is_installed("k8s")
