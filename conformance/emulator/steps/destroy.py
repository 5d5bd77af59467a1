"""The end: refused while protected, then nothing is left but what must outlive the stacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from conformance.emulator.cli import Ran
from conformance.emulator.deployed import Held
from conformance.emulator.inventory import LISTED, PARTS, exists, inventory
from conformance.emulator.report import Expect
from conformance.emulator.steps import Scene
from x2bee_constructs.platform.names import stack

__all__ = ["destroy", "protected"]

STANDING = (
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::OpenSearchService::Domain",
    "AWS::EC2::SecurityGroup",
)
"""What is in the network and outlives its stack, in the order in which people remove it."""


def protected(scene: Scene, expect: Expect) -> None:
    """Termination protection keeps every stack."""
    before = scene.deployed().ids()
    ran = scene.cli.run("destroy", "--all", "--force", name="destroy-protected")
    expect.that(not ran.ok, "protected stacks were destroyed")
    expect.that("TerminationProtection is enabled" in ran.text, f"something else kept them: {ran.end}")
    expect.same("physical ids", before, scene.deployed().ids())


def destroy(scene: Scene, expect: Expect) -> None:
    """Without it they go; exactly what the templates retain stays, and keeps the network in which it stands."""
    deployed = scene.deployed()
    copied = {name: scene.deployed_at(name).held for name in scene.copies()}
    for name in scene.project.templates():
        scene.at(name).call(
            "cloudformation", "update_termination_protection", StackName=name, EnableTerminationProtection=False
        )
    for one in deployed.held:
        if not one.retained:
            scene.release(one.type, one.physical_id)
    standing = [one for kind in STANDING for one in deployed.of(kind) if one.retained]
    ran = scene.cli.run("destroy", "--all", "--force")
    if standing:
        _network_stays(scene, standing, ran, expect)
        ran = scene.cli.run("destroy", "--all", "--force", name="destroy-again")
    expect.that(ran.ok, ran.end)
    there = inventory(scene.aws)
    for one in deployed.held:
        if one.type in PARTS or one in standing:
            continue
        found = exists(one, there)
        expect.that(found == one.retained, f"{one} {'is still there' if found else 'is gone, though it is to be kept'}")
    kept = [one for one in deployed.held if one.retained and one.type in LISTED]
    expect.note(f"kept: {_counted(one.type for one in kept if one not in standing)}")
    expect.note(f"removed by hand before the network could go: {_counted(one.type for one in standing) or 'nothing'}")
    expect.same("stacks", ["CDKToolkit"], _left(scene))
    for name, held in copied.items():
        there = inventory(scene.at(name))
        for one in held:
            expect.that(one.type in PARTS or exists(one, there) == one.retained, f"{one} is not as it is to be kept")


def _network_stays(scene: Scene, standing: Iterable[Held], ran: Ran, expect: Expect) -> None:
    """What is kept still works, so the foundation does not go under it, until people have removed it."""
    expect.that(not ran.ok and "DependencyViolation" in ran.text, f"the network went, or something else: {ran.end}")
    site = scene.project.platform.site
    expect.same("stacks that stay at first", sorted(["CDKToolkit", stack(site, "foundation")]), sorted(_left(scene)))
    there = inventory(scene.aws)
    for one in standing:
        expect.that(exists(one, there), f"{one} is gone, though it is to be kept")
    for one in standing:
        scene.remove(one.type, one.physical_id)


def _left(scene: Scene) -> list[str]:
    stacks = scene.aws.call("cloudformation", "describe_stacks")["Stacks"]
    return [one["StackName"] for one in stacks if one["StackStatus"] != "DELETE_COMPLETE"]


def _counted(kinds: Iterable[str]) -> str:
    counts = Counter(kind.removeprefix("AWS::") for kind in kinds)
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
