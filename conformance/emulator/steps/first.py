"""A first deployment that fails: nothing with a name may be left behind, or the next one fails for that."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from conformance.emulator.inventory import inventory
from conformance.emulator.project import templates_in
from conformance.emulator.report import Expect
from conformance.emulator.steps import Scene
from x2bee_constructs.platform.names import Lifecycle, stack

__all__ = ["Turn", "first", "turns"]

GUARDED = (
    "AWS::EKS::Cluster",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
)
"""What refuses to be deleted once it is made, also in a roll-back: protected, or with something in it."""

_OUT = "unlucky.out"
_SECONDS = 60.0

_Templates = Mapping[str, Mapping[str, Any]]


class Turn(NamedTuple):
    """What is done with one stack."""

    stack: str
    fails: bool
    """Because it has something that outlives it: a name that could be left behind."""
    made: bool
    """Because others import something of it."""


def first(scene: Scene, expect: Expect) -> None:
    """Each fails when all of it but one thing is made, is cleared away as docs/guides/day-0.md says, and is gone."""
    for name in scene.copies():  # the plans of databases name its vault
        ran = scene.one(name, name=f"deploy-{name}")
        expect.that(ran.ok, ran.end)
    scene.variant("unlucky", _OUT)
    order = [stack(scene.project.platform.site, lifecycle) for lifecycle in get_args(Lifecycle)]
    for turn in turns(templates_in(scene.project.folder / _OUT), order):
        if turn.fails:
            _fails(scene, expect, turn.stack)
        if turn.made:
            ran = scene.one(turn.stack, name=f"deploy-{_short(turn.stack)}-mended")
            expect.that(ran.ok, ran.end)


def turns(templates: _Templates, order: list[str]) -> Iterator[Turn]:
    """The stacks, in their order, and what is done with each."""
    for name in (one for one in order if one in templates):
        policies = {one.get("DeletionPolicy", "Delete") for one in templates[name]["Resources"].values()}
        imported = any(f'"{name}:' in json.dumps(found) for other, found in templates.items() if other != name)
        yield Turn(name, bool(policies - {"Delete"}), imported)


def _short(name: str) -> str:
    return name.rpartition("-")[2]


def _fails(scene: Scene, expect: Expect, name: str) -> None:
    there = inventory(scene.aws)
    ran = scene.one(name, "--app", _OUT, name=f"deploy-unlucky-{_short(name)}")
    now = inventory(scene.aws)
    guarded = [(kind, one) for kind in GUARDED for one in sorted(now[kind] - there[kind])]
    words = "deletion protection is on" if guarded else "InvalidSubnetID.NotFound"
    expect.that(not ran.ok and words in ran.text, f"it should have failed with {words}: {ran.end}")
    expect.same(f"{name} then", "ROLLBACK_FAILED" if guarded else "ROLLBACK_COMPLETE", scene.status(name))
    again = scene.one(name, "--app", _OUT, name=f"deploy-again-{_short(name)}")
    expect.that("TerminationProtection is enabled" in again.text, f"{name} was cleared away unasked: {again.end}")
    for kind, one in guarded:
        scene.release(kind, one)
    _clear(scene, name)
    for kind, found in inventory(scene.aws).items():
        expect.same(f"{kind} once {name} has failed", there[kind], found)


def _clear(scene: Scene, name: str) -> None:
    """What a person does then: the stack itself is deleted, and with it what its roll-back could not delete."""
    protection: Any = {"StackName": name, "EnableTerminationProtection": False}
    scene.aws.call("cloudformation", "update_termination_protection", **protection)
    scene.aws.call("cloudformation", "delete_stack", StackName=name)
    until = time.monotonic() + _SECONDS
    while name in _alive(scene):
        if time.monotonic() > until:
            raise TimeoutError(f"{name} is {scene.status(name)} for {_SECONDS:g} seconds")
        time.sleep(0.2)


def _alive(scene: Scene) -> set[str]:
    stacks = scene.aws.call("cloudformation", "describe_stacks")["Stacks"]
    return {one["StackName"] for one in stacks if one["StackStatus"] != "DELETE_COMPLETE"}
