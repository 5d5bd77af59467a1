"""Other regions, to which backups are copied."""

from __future__ import annotations

from conformance.emulator.checks import Sight
from conformance.emulator.checks.backups import vault
from conformance.emulator.report import Expect
from conformance.emulator.steps import Scene
from x2bee_constructs.database import names

__all__ = ["copies"]


def copies(scene: Scene, expect: Expect) -> None:
    """Each has a vault of its own, locked, under a key of that region which rotates."""
    platform = scene.project.platform
    if not scene.copies():
        expect.note("the platform copies no backups to another region")
    for name in scene.copies():
        sight = Sight(platform, scene.at(name), scene.deployed_at(name))
        vault(sight, names.copy_vault(platform.site), expect)
        for key in sight.deployed.of("AWS::KMS::Key"):
            status = sight.aws.call("kms", "get_key_rotation_status", KeyId=key.physical_id)
            expect.that(status["KeyRotationEnabled"], f"key {key.physical_id} does not rotate")
