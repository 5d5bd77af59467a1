"""A fleet: one customer's fault stops no other, a worker that dies is tried again, the output is that of the CLIs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ACME, read_templates
from x2bee_constructs import load_platform
from x2bee_constructs.fleet.plan import Unit, units_in
from x2bee_constructs.fleet.render import Order, Rendered, render
from x2bee_constructs.fleet.run import PER_WORKER, render_all
from x2bee_constructs.fleet.shards import System, part, pipeline

SMALL = """\
customer: {name}
domain: {name}-shop.co.kr
account: '012345678901'
region: ap-northeast-2
environments: {{prd: {{}}}}
"""


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """Three customers, of whom one has a fault."""
    folder = tmp_path / "customers"
    folder.mkdir()
    for name in ("alpha", "beta", "gamma"):
        folder.joinpath(f"{name}.yaml").write_text(SMALL.format(name=name))
    folder.joinpath("beta.yaml").write_text(SMALL.format(name="beta") + "size: gigantic\n")
    return folder


def order(out: Path) -> Order:
    return Order(out, "library", "{}", aws=False)


def test_a_fault_stops_its_own_file_alone(customers: Path, tmp_path: Path) -> None:
    found = [one for unit in units_in(customers) for one in render(unit, order(tmp_path / "out"))]
    assert [(one.name, bool(one.fault)) for one in found] == [
        ("alpha/prd", False),
        ("beta", True),
        ("gamma/prd", False),
    ]
    assert "beta.yaml:6:7" in found[1].fault
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["alpha", "gamma"]


def test_a_second_run_leaves_what_is_made_of_the_same(customers: Path, tmp_path: Path) -> None:
    unit = Unit(customers / "alpha.yaml")
    first, again = render(unit, order(tmp_path)), render(unit, order(tmp_path))
    assert (first[0].kept, again[0].kept) == (False, True)
    unit.file.write_text(unit.file.read_text() + "members: 60000\n")
    (changed,) = render(unit, order(tmp_path))
    assert not changed.kept
    assert changed.unchanged > changed.changed, "objects that the change does not touch are not written"


def test_a_file_under_another_customers_name_is_refused(customers: Path, tmp_path: Path) -> None:
    customers.joinpath("delta.yaml").write_text(SMALL.format(name="alpha"))
    (found,) = render(Unit(customers / "delta.yaml"), order(tmp_path))
    assert "describes customer 'alpha'" in found.fault


def dies_once(unit: Unit, given: Order) -> list[Rendered]:
    """A worker that is killed the first time."""
    mark = given.out / f"{unit.customer}.died"
    if unit.customer == "beta" and not mark.exists():
        mark.touch()
        os._exit(1)
    return [Rendered(unit.customer, "prd")]


def always_dies(unit: Unit, given: Order) -> list[Rendered]:
    os._exit(1)


def test_a_worker_that_dies_is_tried_again(customers: Path, tmp_path: Path) -> None:
    ready: list[str] = []

    def done(results: Sequence[Rendered]) -> None:
        ready.extend(one.name for one in results)

    found = render_all(units_in(customers), order(tmp_path), 1, done, dies_once)
    assert [one.name for one in found] == ["alpha/prd", "beta/prd", "gamma/prd"]
    assert sorted(ready) == ["alpha/prd", "beta/prd", "gamma/prd"]
    (lost,) = render_all([Unit(customers / "alpha.yaml")], order(tmp_path), 1, done, always_dies)
    assert "died twice" in lost.fault


def who_was_it(unit: Unit, given: Order) -> list[Rendered]:
    return [Rendered(unit.customer, str(os.getpid()))]


def test_workers_are_replaced_as_long_as_there_are_files(tmp_path: Path) -> None:
    """Python's own replacement stops after the first round."""
    files = [Unit(tmp_path / f"shop{number:02}.yaml") for number in range(2 * PER_WORKER + 1)]
    found = render_all(files, order(tmp_path), 1, lambda _: None, who_was_it)
    assert [one.customer for one in found] == [file.customer for file in files]
    assert len({one.environment for one in found}) == 3


def test_shards_hold_every_file_once(customers: Path) -> None:
    units = units_in(customers)
    parts = [part(units, shard, 2) for shard in (1, 2)]
    assert sorted(unit.customer for one in parts for unit in one) == ["alpha", "beta", "gamma"]


@pytest.mark.parametrize("system", System)
def test_pipelines_start_each_shard(system: System) -> None:
    reader: Any = YAML(typ="safe")
    made = reader.load(pipeline(system, 3, "stacks/customers", "python:3.11-slim", "build/fleet"))
    if system is System.gitlab:
        assert made["fleet"]["parallel"] == 3
        assert made["fleet"]["script"][0].endswith("--shard $CI_NODE_INDEX/$CI_NODE_TOTAL")
    else:
        job = made["jobs"]["fleet"]
        assert job["strategy"]["matrix"]["shard"] == [1, 2, 3]
        assert any(step.get("run", "").endswith("--shard ${{ matrix.shard }}/3") for step in job["steps"])


@pytest.mark.slow
def test_the_output_is_that_of_the_apps(tmp_path: Path) -> None:
    from stacks.aws import build as build_aws
    from stacks.k8s import build as build_k8s

    (found,) = render(Unit(ACME, "dev"), Order(tmp_path / "out", "library", "{}"))
    assert not found.fault
    platform, home = load_platform(ACME, "dev"), tmp_path / "out" / "acme" / "dev"
    build_k8s(platform, outdir=str(tmp_path / "dist")).synth()
    build_aws(platform, outdir=str(tmp_path / "cdk.out")).synth()
    assert texts(home / "dist", "*.yaml") == texts(tmp_path / "dist", "*.yaml")
    assert bare(home / "cdk.out") == bare(tmp_path / "cdk.out")


def bare(assembly: Path) -> dict[str, object]:
    """Templates without the construct's path, which the CLI asks for and an app alone leaves out."""
    found = read_templates(assembly)
    for template in found.values():
        for resource in template["Resources"].values():
            metadata = resource.get("Metadata", {})
            metadata.pop("aws:cdk:path", None)
            if not metadata:
                resource.pop("Metadata", None)
    return dict(found)


def texts(folder: Path, pattern: str) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob(pattern)}
