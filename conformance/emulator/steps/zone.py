"""What an account's owner has before the platform: the public zone of its domain."""

from __future__ import annotations

from conformance.emulator.report import Expect
from conformance.emulator.steps import Scene

__all__ = ["public_zone"]


def public_zone(scene: Scene, expect: Expect) -> None:
    """It is made through the API; since Route 53 chooses its id, the customer's file is told the new one."""
    zone = scene.project.platform.ingress and scene.project.platform.ingress.zone
    if not zone:
        expect.note("not made, for the platform names none")
        return
    made = scene.aws.call("route53", "create_hosted_zone", Name=zone.name, CallerReference=zone.id)["HostedZone"]
    known = made["Id"].removeprefix("/hostedzone/")
    scene.project.change("ingress", {"zone": {"id": known, "name": zone.name}})
    found = scene.project.platform.ingress
    expect.same("the zone that the platform names", known, found and found.zone and found.zone.id)
    expect.same("its name", f"{zone.name}.", made["Name"])
    expect.that(not made["Config"]["PrivateZone"], f"zone {zone.name} is private")
