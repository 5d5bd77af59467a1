"""What stands before the load balancer and beside it: web ACL, records, certificate, log bucket."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from conformance.emulator.checks import Sight
from conformance.emulator.deployed import Held
from conformance.emulator.report import Expect
from x2bee_constructs.core.names import Site
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.edge import EdgeGuardProps
from x2bee_constructs.logging.names import host as log_host
from x2bee_constructs.platform.ingress import edge_props, guard_props
from x2bee_constructs.platform.names import stack

__all__ = ["buckets", "certificates", "records", "web_acl"]

REDACTED = {"authorization", "cookie"}


def _props(sight: Sight) -> EdgeGuardProps:
    props = edge_props(sight.platform) or guard_props(sight.platform)
    assert props, "the templates have an edge, and the platform has no way in"
    return props


def web_acl(sight: Sight, expect: Expect) -> None:
    """The ACL is there by its name with all its rules, stands before the load balancer, and what it refuses is kept."""
    site = sight.platform.site
    listed = sight.aws.call("wafv2", "list_web_acls", Scope="REGIONAL")["WebACLs"]
    (known,) = [one for one in listed if one["Name"] == names.web_acl(site)]
    said: Any = {"Scope": "REGIONAL", "Name": known["Name"], "Id": known["Id"]}
    found = sight.aws.call("wafv2", "get_web_acl", **said)["WebACL"]
    (held,) = sight.deployed.of("AWS::WAFv2::WebACL")
    wanted = [(one["Priority"], one["Name"]) for one in held.properties["Rules"]]
    expect.same("its rules", wanted, [(one["Priority"], one["Name"]) for one in found["Rules"]])
    asked = _hosts_asked(found["Rules"], "office-hosts")
    expect.same("hosts for offices alone", set(_props(sight).office_hosts), asked)
    _offices(sight, expect)
    _logged(sight, known["ARN"], site, expect)
    for balancer in sight.aws.call("elbv2", "describe_load_balancers")["LoadBalancers"]:
        before = sight.aws.call("wafv2", "list_resources_for_web_acl", WebACLArn=known["ARN"])["ResourceArns"]
        name = balancer["LoadBalancerName"]
        expect.that(balancer["LoadBalancerArn"] in before, f"no web ACL of ours stands before load balancer {name}")


def _hosts_asked(rules: list[dict[str, Any]], name: str) -> set[str]:
    """The hosts that a rule compares with, whole."""
    return {text for rule in rules if rule["Name"] == name for text in _compared(rule["Statement"])}


def _compared(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from _compared(one)
    elif isinstance(value, dict):
        said = cast("dict[str, Any]", value)
        if said.get("PositionalConstraint") == "EXACTLY":
            yield said["SearchString"].decode()
        yield from _compared(list(said.values()))


def _offices(sight: Sight, expect: Expect) -> None:
    for held in sight.deployed.of("AWS::WAFv2::IPSet"):
        name, known, scope = held.physical_id.split("|")
        if name != names.office_addresses(sight.platform.site):
            continue  # a machine's, which `host_front` looks at
        found = sight.aws.call("wafv2", "get_ip_set", Name=name, Id=known, Scope=scope)["IPSet"]
        expect.same("the offices' networks", sorted(_props(sight).office_cidrs), sorted(found["Addresses"]))


def _logged(sight: Sight, arn: str, site: Site, expect: Expect) -> None:
    found = sight.aws.call("wafv2", "get_logging_configuration", ResourceArn=arn)["LoggingConfiguration"]
    groups = [one.partition(":log-group:")[2] for one in found["LogDestinationConfigs"]]
    expect.same("its log", [names.web_acl_logs(site)], groups)
    kept = {one["SingleHeader"]["Name"] for one in found.get("RedactedFields", [])}
    expect.same("headers that are not written down", REDACTED, kept)


def records(sight: Sight, expect: Expect) -> None:
    """Each host is another name for the load balancer, and no further one is."""
    props = _props(sight)
    assert props.zone, "the templates have records, and the platform has no zone"
    found: list[dict[str, Any]] = sight.aws.call(
        "route53", "list_resource_record_sets", HostedZoneId=props.zone.id
    )["ResourceRecordSets"]  # fmt: skip
    led = {one["Name"].rstrip("."): one["AliasTarget"]["DNSName"] for one in found if "AliasTarget" in one}
    expect.same("hosts with a record", sorted(props.names), sorted(led))
    balancers = sight.aws.call("elbv2", "describe_load_balancers")["LoadBalancers"]
    own = {f"dualstack.{one['DNSName']}." for one in balancers}
    for host, to in led.items():
        expect.that(to in own, f"{host} leads to {to}, no load balancer of ours")


def certificates(sight: Sight, expect: Expect) -> None:
    """A certificate has every host of its stack and no other, and is given out."""
    for held in sight.deployed.of("AWS::CertificateManager::Certificate"):
        said: Any = {"CertificateArn": held.physical_id}
        found = sight.aws.call("acm", "describe_certificate", **said)["Certificate"]
        expect.same(f"{held}: status", "ISSUED", found["Status"])
        ours = held.stack == stack(sight.platform.site, "edge")
        hosts = _props(sight).names if ours else [log_host(sight.platform.domain)]
        expect.same(f"{held}: hosts", sorted(hosts), sorted(found["SubjectAlternativeNames"]))


def buckets(sight: Sight, expect: Expect) -> None:
    """A bucket is closed, encrypted, versioned, its objects' owner is ours, and time takes them away."""
    for held in sight.deployed.of("AWS::S3::Bucket"):
        _closed(sight, held, expect)
        said: Any = {"Bucket": held.physical_id}
        rules = sight.aws.call("s3", "get_bucket_encryption", **said)["ServerSideEncryptionConfiguration"]["Rules"]
        found = [one["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] for one in rules]
        expect.same(f"{held}: encryption", [_algorithm(held)], found)
        versions = sight.aws.call("s3", "get_bucket_versioning", **said).get("Status")
        expect.same(f"{held}: versions", "Enabled", versions)
        rules = sight.aws.call("s3", "get_bucket_ownership_controls", **said)["OwnershipControls"]["Rules"]
        expect.same(f"{held}: owner", ["BucketOwnerEnforced"], [one["ObjectOwnership"] for one in rules])
        kept = sight.aws.call("s3", "get_bucket_lifecycle_configuration", **said)["Rules"]
        wanted = [one.get("ExpirationInDays") for one in held.properties["LifecycleConfiguration"]["Rules"]]
        expect.same(f"{held}: days", wanted, [one.get("Expiration", {}).get("Days") for one in kept])


def _algorithm(held: Held) -> str:
    (rule,) = held.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    return rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"]


def _closed(sight: Sight, held: Held, expect: Expect) -> None:
    said: Any = {"Bucket": held.physical_id}
    block: Mapping[str, bool] = sight.aws.call("s3", "get_public_access_block", **said)[
        "PublicAccessBlockConfiguration"
    ]
    expect.that(len(block) == 4 and all(block.values()), f"{held} may be opened to the public: {dict(block)}")
    policy = json.loads(sight.aws.call("s3", "get_bucket_policy", **said)["Policy"])
    denied = [one.get("Condition", {}) for one in policy["Statement"] if one["Effect"] == "Deny"]
    expect.that({"Bool": {"aws:SecureTransport": "false"}} in denied, f"{held} may be read without TLS")
