"""Bootstrap, first deployment, and that a second one finds nothing to do."""

from __future__ import annotations

from conformance.emulator.inventory import inventory, missing, unknown_types
from conformance.emulator.report import Expect
from conformance.emulator.steps import Scene

__all__ = ["bootstrap", "deploy", "exists", "no_difference", "unchanged"]


def bootstrap(scene: Scene, expect: Expect) -> None:
    """The account is prepared as a real one."""
    platform = scene.project.platform
    regions = (platform.region, *scene.copies().values())
    ran = scene.cli.run("bootstrap", *(f"aws://{platform.account}/{region}" for region in regions))
    if not expect.that(ran.ok, ran.end):
        raise RuntimeError("not bootstrapped")
    expect.same("the bootstrap stack", "CREATE_COMPLETE", scene.status("CDKToolkit"))


def deploy(scene: Scene, expect: Expect) -> None:
    """All stacks are made, in an order that the CLI finds."""
    scene.deploy_well(expect)
    for stack in scene.project.templates():
        expect.same(stack, "CREATE_COMPLETE", scene.status(stack))
    types = {one["Type"] for template in scene.project.templates().values() for one in template["Resources"].values()}
    expect.same("types whose existence nobody looks up (add them to inventory.py)", [], unknown_types(types))


def exists(scene: Scene, expect: Expect) -> None:
    """Each resource that CloudFormation reports is known to its service."""
    held = scene.deployed().held
    lost = missing(held, inventory(scene.aws))
    for stack in scene.copies():
        copied = scene.deployed_at(stack).held
        lost += missing(copied, inventory(scene.at(stack)))
        held += copied
    for one in held:
        expect.that(one not in lost, f"{one} does not exist")


def unchanged(scene: Scene, expect: Expect) -> None:
    """A second synthesis and deployment change nothing."""
    before = scene.deployed().ids()
    ran = scene.deploy("deploy-again")
    expect.that(ran.ok, ran.end)
    expect.same("stacks without changes", len(scene.project.templates()), ran.text.count("(no changes)"))
    expect.same("physical ids", before, scene.deployed().ids())


def no_difference(scene: Scene, expect: Expect) -> None:
    """`cdk diff --fail` finds no difference in any stack."""
    ran = scene.cli.run("diff", "--fail")
    expect.that(ran.ok, ran.end)
    expect.same(
        "stacks without differences", len(scene.project.templates()), ran.text.count("There were no differences")
    )
