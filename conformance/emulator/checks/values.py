"""Keys, parameters, secrets and the private zone: what others read by name."""

from __future__ import annotations

from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.deployed import Held
from conformance.emulator.report import Expect
from x2bee_constructs.network import names
from x2bee_constructs.pipelines.names import signing_key

__all__ = ["keys", "parameters", "zone"]


def keys(sight: Sight, expect: Expect) -> None:
    """Every key rotates but the one that signs, which KMS cannot rotate; aliases lead to keys of ours."""
    own = {key.physical_id for key in sight.deployed.of("AWS::KMS::Key")}
    signing = {key for key in own if _key(sight, key)["KeyUsage"] == "SIGN_VERIFY"}
    for key in sorted(own - signing):
        rotation = sight.aws.call("kms", "get_key_rotation_status", KeyId=key)["KeyRotationEnabled"]
        expect.that(rotation, f"key {key} does not rotate")
    for key in sorted(signing):
        expect.same(f"curve of {key}", "ECC_NIST_P256", _key(sight, key)["KeySpec"])
    aliases = {one["AliasName"]: one.get("TargetKeyId") for one in sight.aws.call("kms", "list_aliases")["Aliases"]}
    for alias in {sight.platform.site.key_alias, *(one.physical_id for one in sight.deployed.of("AWS::KMS::Alias"))}:
        expect.that(aliases.get(alias) in own, f"{alias} leads to {aliases.get(alias)}, no key of ours")
    builds = {signing_key(sight.platform.site)} if sight.platform.pipelines else set[str]()
    expect.same("keys that sign", {aliases.get(alias) for alias in builds}, signing)


def _key(sight: Sight, key: str) -> Any:
    return sight.aws.call("kms", "describe_key", KeyId=key)["KeyMetadata"]


def _value(sight: Sight, name: str) -> str:
    try:
        return sight.aws.call("ssm", "get_parameter", Name=name)["Parameter"]["Value"]
    except Exception as error:  # boto3 makes its exceptions' classes at run time
        return f"nothing ({error})"


def parameters(sight: Sight, expect: Expect) -> None:
    """Each parameter holds what its template says, and those of the network what the network is."""
    for held in sight.deployed.of("AWS::SSM::Parameter"):
        found = _value(sight, held.physical_id)
        wanted = sight.deployed.value(held.stack, held.properties["Value"])
        if wanted is not None:
            expect.same(held.physical_id, wanted, found)
        expect.that(
            bool(found) and "Token[" not in found and "Fn::" not in found, f"{held.physical_id} holds {found!r}"
        )
    _network(sight, expect)


def _network(sight: Sight, expect: Expect) -> None:
    site = sight.platform.site
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    said: Any = {"Filters": [{"Name": "vpc-id", "Values": [vpc.physical_id]}]}
    subnets = sight.aws.call("ec2", "describe_subnets", **said)["Subnets"]
    app = [one["SubnetId"] for one in subnets if {"Key": "aws-cdk:subnet-name", "Value": "app"} in one["Tags"]]
    expect.same("the VPC's parameter", vpc.physical_id, _value(sight, names.parameter(site, "vpc-id")))
    found = _value(sight, names.parameter(site, "app-subnet-ids")).split(",")
    expect.same("the app subnets' parameter", sorted(app), sorted(found))


def zone(sight: Sight, expect: Expect) -> None:
    """The private zone has the site's name, and the VPC resolves it."""
    name = f"{names.private_zone(sight.platform.site)}."
    zones = [one for one in sight.aws.call("route53", "list_hosted_zones")["HostedZones"] if one["Name"] == name]
    if not expect.same(f"zones called {name}", 1, len(zones)):
        return
    known = zones[0]["Id"].removeprefix("/hostedzone/")
    expect.same("its parameter", known, _value(sight, names.parameter(sight.platform.site, "private-zone-id")))
    _resolved(sight, expect, sight.deployed.of("AWS::Route53::HostedZone"))


def _resolved(sight: Sight, expect: Expect, zones: list[Held]) -> None:
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    told = [one["VPCId"] for zone in zones for one in zone.properties.get("VPCs", [])]
    expect.that({"Ref": vpc.logical_id} in told, "the template gives the private zone to no VPC")
