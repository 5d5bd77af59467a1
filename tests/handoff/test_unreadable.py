"""Input that is not what it should be: one clear error each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handoff.sides import TAGS, Sides, resource
from x2bee_constructs import Site
from x2bee_constructs.handoff.model import UnreadableError


def no_folder(sides: Sides) -> None:
    shutil.rmtree(sides.templates)


def no_assembly(sides: Sides) -> None:
    (sides.templates / "manifest.json").unlink()


def no_stacks(sides: Sides) -> None:
    (sides.templates / "manifest.json").write_text("{}")


def no_template(sides: Sides) -> None:
    next(sides.templates.glob("*.template.json")).unlink()


def not_json(sides: Sides) -> None:
    next(sides.templates.glob("*.template.json")).write_text('{\n "Resources": ]')


def not_a_mapping(sides: Sides) -> None:
    next(sides.templates.glob("*.template.json")).write_text("[]")


def no_tags(sides: Sides) -> None:
    sides.stack({}, tags={})


def bad_tags(sides: Sides) -> None:
    sides.stack({}, tags={**TAGS, "x2bee:customer": "ACME!"})


def two_sites(sides: Sides) -> None:
    sides.stack({}, name="other", tags={**TAGS, "x2bee:environment": "dev"})


def no_dist(sides: Sides) -> None:
    shutil.rmtree(sides.manifests)


def no_yaml(sides: Sides) -> None:
    for file in sides.manifests.iterdir():
        file.unlink()


def not_yaml(sides: Sides) -> None:
    (sides.manifests / "a.yaml").write_text("a: 1\nb: [1,\n")


def not_utf8(sides: Sides) -> None:
    (sides.manifests / "a.yaml").write_bytes(b"a: \xff")


def an_endless_alias(sides: Sides) -> None:
    (sides.manifests / "a.yaml").write_text("a: &a\n  b: *a\n")


def broken_values(sides: Sides) -> None:
    spec = {"source": {"chart": "x", "helm": {"values": "a: [1"}}}
    sides.file("a.yaml", {"apiVersion": "argoproj.io/v1", "kind": "Application", "metadata": {}, "spec": spec})


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (no_folder, "there is no folder"),
        (no_assembly, "is not a cloud assembly"),
        (no_stacks, "has no stack"),
        (no_template, "No such file"),
        (not_json, "not JSON"),
        (not_a_mapping, "is not a mapping"),
        (no_tags, "no stack in .* says whose it is"),
        (bad_tags, "name no site"),
        (two_sites, "several sites"),
        (no_dist, "there is no folder"),
        (no_yaml, "has no YAML file"),
        (not_yaml, "not YAML"),
        (not_utf8, "not UTF-8"),
        (an_endless_alias, "of nothing that has ended"),
        (broken_values, "not YAML"),
    ],
)
def test_one_clear_error(breaks: Callable[[Sides], None], said: str, sides: Sides) -> None:
    sides.stack({})
    breaks(sides)
    with pytest.raises(UnreadableError, match=said):
        sides.check()


def test_the_place_of_what_is_not_json_or_yaml(sides: Sides) -> None:
    sides.stack({})
    not_yaml(sides)
    with pytest.raises(UnreadableError) as yaml:
        sides.check()
    assert yaml.value.where
    assert Path(yaml.value.where.file).name == "a.yaml"
    not_json(sides)
    with pytest.raises(UnreadableError) as template:
        sides.check()
    assert template.value.where
    assert template.value.where.line == 2


def test_one_of_several_sites_is_chosen_and_the_other_left_alone(sides: Sides) -> None:
    sides.stack({})
    mine = resource("SecretsManager::Secret", Name="x2bee/acme/dev/key")
    sides.stack({"It": mine}, name="other", tags={**TAGS, "x2bee:environment": "dev"})
    assert sides.check(Site("acme", "prd")).gaps == ()
    assert [gap.name for gap in sides.check(Site("acme", "dev")).gaps] == ["x2bee/acme/dev/key"]
    with pytest.raises(UnreadableError, match="no stack of x2bee-acme-stg"):
        sides.check(Site("acme", "stg"))


def test_stacks_of_stages_are_read_too(sides: Sides) -> None:
    sides.stack({"It": resource("SecretsManager::Secret", Name="x2bee/acme/prd/key")})
    nested = sides.templates / "assembly-stage"
    nested.mkdir()
    for file in [*sides.templates.glob("*.json")]:
        shutil.move(file, nested / file.name)
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-stage"}}
    (sides.templates / "manifest.json").write_text(json.dumps({"artifacts": {"stage": stage}}))
    assert [gap.name for gap in sides.check().gaps] == ["x2bee/acme/prd/key"]
