"""What a customer's tests assert of an app's output, and what they say where it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handoff.sides import Sides, deployment, resource
from x2bee_constructs import Platform
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.platform.objects import platform_files
from x2bee_constructs.testing import Output, assert_handoff_closed, assert_no_replacement, assert_policies

CLUSTER = {"DatabaseName": "shop", "Engine": "aurora-postgresql"}


@pytest.fixture
def sides(tmp_path: Path) -> Sides:
    made = Sides(tmp_path)
    made.stack({"Topic": resource("SNS::Topic")})
    return made


def test_a_handoff(sides: Sides, tmp_path: Path) -> None:
    assert_handoff_closed(Output(tmp_path))
    sides.stack({"Repository": resource("ECR::Repository", RepositoryName="x2bee/acme/prd/x2bee-api-gift")})
    with pytest.raises(AssertionError, match=r"X2B402.*x2bee/acme/prd/x2bee-api-gift"):
        assert_handoff_closed(Output(tmp_path))


def test_a_side_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no folder"):
        assert_handoff_closed(Output(tmp_path))


def test_policies(acme: Callable[[str], Platform], tmp_path: Path) -> None:
    platform, output = acme("dev"), Output(tmp_path)
    written = {path: text for path, text in platform_files(platform).items() if path.startswith("x2bee-gw/")}
    for path, text in written.items():
        (output.manifests / path).parent.mkdir(parents=True, exist_ok=True)
        (output.manifests / path).write_text(text)
    assert_policies(output, platform)
    (policy,) = (path for path in written if path.startswith("x2bee-gw/NetworkPolicy."))
    (output.manifests / policy).unlink()
    with pytest.raises(AssertionError, match=r"X2B410.*NetworkPolicy acme-app/x2bee-gw is declared"):
        assert_policies(output, platform)


def test_policies_of_what_is_no_platform(tmp_path: Path, acme: Callable[[str], Platform]) -> None:
    Sides(tmp_path).file("gifts/Deployment.x.yaml", deployment())
    with pytest.raises(AssertionError, match="no policy was compared"):
        assert_policies(Output(tmp_path), acme("dev"))
    with pytest.raises(ValueError, match="without a customer's file"):
        assert_policies(Output(tmp_path))


def two(folder: Path, *databases: str) -> list[Output]:
    for name in databases:
        (folder / name).mkdir()
        Sides(folder / name).stack({"Data": resource("RDS::DBCluster", **{**CLUSTER, "DatabaseName": name})})
    return [Output(folder / name) for name in databases]


def test_a_database_that_would_be_another_one(tmp_path: Path) -> None:
    before, after = two(tmp_path, "shop", "event")
    assert_no_replacement(before, before)
    with pytest.raises(AssertionError, match=r"data loss: x2bee-acme-prd-test/Of/Data\n.*DatabaseName"):
        assert_no_replacement(before, after)
    assert_no_replacement(before, after, acknowledged={"x2bee-acme-prd-test/Of/Data"})


def test_a_workload_that_would_be_made_again(tmp_path: Path) -> None:
    for name, label in {"before": "x", "after": "y"}.items():
        (tmp_path / name).mkdir()
        object_ = deployment()
        object_["spec"]["selector"] = {"matchLabels": {"app": label}}
        Sides(tmp_path / name).file("x.yaml", object_)
    before, after = tmp_path / "before" / "dist", tmp_path / "after" / "dist"
    with pytest.raises(AssertionError, match=r"recreate: Deployment acme-app/x\n.*selector"):
        assert_no_replacement(before, after)


def test_only_sides_that_both_have_are_compared(tmp_path: Path) -> None:
    before, after = two(tmp_path, "shop", "event")
    assert_no_replacement(before.manifests, after)
