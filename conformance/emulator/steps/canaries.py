"""Everything is broken once, by the API, and must be noticed: a check that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.emulator.checks import (
    Check,
    Sight,
    balancer,
    cluster,
    edge,
    identity,
    network,
    operations,
    registry,
    values,
)
from conformance.emulator.report import Expect, Step
from conformance.emulator.steps import Scene, breaking, breaking_edge
from conformance.emulator.steps.breaking import Breaking

__all__ = ["CANARIES", "Canary", "canaries"]


@dataclass(frozen=True, slots=True)
class Canary:
    """One thing that is broken, and the check that must notice."""

    what: str
    check: Check
    needs: str
    """The type without which there is nothing to break."""
    breaks: Breaking


BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"

CANARIES = (
    Canary(
        "node groups without their label, or with a strange one",
        cluster.nodes,
        "AWS::EKS::Nodegroup",
        breaking.label,
    ),
    Canary(
        "an association that nobody said",
        identity.associations,
        "AWS::EKS::PodIdentityAssociation",
        breaking.association,
    ),
    Canary("a repository whose tags move", registry.registry, "AWS::ECR::Repository", breaking.tags),
    Canary("a parameter with another VPC", values.parameters, "AWS::SSM::Parameter", breaking.parameter),
    Canary("a key that does not rotate", values.keys, "AWS::KMS::Key", breaking.rotation),
    Canary("a private endpoint that admits others", cluster.cluster, "AWS::EKS::Cluster", breaking.door),
    Canary("a rule of EventBridge that is off", operations.rules, "AWS::Events::Rule", breaking.target),
    Canary("an open default security group", network.default_group, "AWS::EC2::VPC", breaking.group),
    Canary("a way out of the data subnets", network.network, "AWS::EC2::RouteTable", breaking.route),
    Canary("an unprotected load balancer", balancer.balancer, BALANCER, breaking_edge.protection),
    Canary("pods that anybody may reach", balancer.pods_group, BALANCER, breaking_edge.side_door),
    Canary("a load balancer without web ACL", edge.web_acl, BALANCER, breaking_edge.shield),
    Canary("cookies in a log", edge.web_acl, "AWS::WAFv2::LoggingConfiguration", breaking_edge.log),
    Canary("a host that leads elsewhere", edge.records, "AWS::Route53::RecordSet", breaking_edge.record),
    Canary("a bucket that may be opened", edge.buckets, "AWS::S3::Bucket", breaking_edge.public_access),
)


@contextmanager
def _broken(canary: Canary, sight: Sight) -> Generator[None]:
    mend = canary.breaks(sight)
    try:
        yield
    finally:
        mend()


def _complaints(check: Check, sight: Sight) -> list[str]:
    expect = Expect(Step("", ""))
    check(sight, expect)
    return expect.step.failed


def canaries(scene: Scene, expect: Expect) -> None:
    """Each is found, and once it is mended nothing is found any more."""
    sight = scene.sight()
    for canary in CANARIES:
        if not sight.deployed.of(canary.needs):
            expect.note(f"not tried, for there is no {canary.needs}: {canary.what}")
            continue
        known = _complaints(canary.check, sight)
        with _broken(canary, sight):
            found = _complaints(canary.check, sight)
        expect.that(bool(set(found) - set(known)), f"nobody noticed {canary.what}")
        expect.same(f"complaints once {canary.what} is mended", known, _complaints(canary.check, sight))
