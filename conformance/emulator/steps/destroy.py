"""The end: refused while protected, then nothing is left but what must outlive the stacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from conformance.emulator.inventory import LISTED, PARTS, exists, inventory
from conformance.emulator.report import Expect
from conformance.emulator.steps import Scene

__all__ = ["destroy", "protected"]


def protected(scene: Scene, expect: Expect) -> None:
    """Termination protection keeps every stack."""
    before = scene.deployed().ids()
    ran = scene.cli.run("destroy", "--all", "--force", name="destroy-protected")
    expect.that(not ran.ok, "protected stacks were destroyed")
    expect.that("TerminationProtection is enabled" in ran.text, f"something else kept them: {ran.end}")
    expect.same("physical ids", before, scene.deployed().ids())


def destroy(scene: Scene, expect: Expect) -> None:
    """Without it they go; exactly what the templates retain stays."""
    deployed = scene.deployed()
    for name in scene.project.templates():
        scene.aws.call(
            "cloudformation", "update_termination_protection", StackName=name, EnableTerminationProtection=False
        )
    for one in deployed.held:
        if not one.retained:
            scene.release(one.type, one.physical_id)
    ran = scene.cli.run("destroy", "--all", "--force")
    expect.that(ran.ok, ran.end)
    there = inventory(scene.aws)
    for one in deployed.held:
        if one.type in PARTS:
            continue
        found = exists(one, there)
        expect.that(found == one.retained, f"{one} {'is still there' if found else 'is gone, though it is to be kept'}")
    expect.note(_kept(one.type for one in deployed.held if one.retained and one.type in LISTED))
    stacks = scene.aws.call("cloudformation", "describe_stacks")["Stacks"]
    left = [one["StackName"] for one in stacks if one["StackStatus"] != "DELETE_COMPLETE"]
    expect.same("stacks", ["CDKToolkit"], left)


def _kept(kept: Iterable[str]) -> str:
    counts = Counter(kind.removeprefix("AWS::") for kind in kept)
    return "kept: " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
