"""Image repositories."""

from __future__ import annotations

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect
from x2bee_constructs.delivery import names
from x2bee_constructs.platform.images import repositories

__all__ = ["registry"]


def registry(sight: Sight, expect: Expect) -> None:
    """One repository per image of the platform: its tags do not move, its images are scanned, under a key of ours."""
    wanted = {names.repository(sight.platform.site, image) for image in repositories(sight.platform)}
    found = {one["repositoryName"]: one for one in sight.aws.call("ecr", "describe_repositories")["repositories"]}
    expect.same("repositories", sorted(wanted), sorted(name for name in found if name.startswith("x2bee/")))
    own = {key.physical_id for key in sight.deployed.of("AWS::KMS::Key")}
    for name in sorted(wanted & found.keys()):
        one = found[name]
        expect.same(f"{name}: tags", "IMMUTABLE", one["imageTagMutability"])
        expect.same(f"{name}: scan", True, one["imageScanningConfiguration"]["scanOnPush"])
        encryption = one.get("encryptionConfiguration", {})
        expect.same(f"{name}: encryption", "KMS", encryption.get("encryptionType"))
        key = str(encryption.get("kmsKey", "")).rsplit("/", 1)[-1]
        expect.that(key in own, f"{name}: its key {key} is none of ours")
