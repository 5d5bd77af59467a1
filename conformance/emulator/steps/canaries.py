"""Everything is broken once, by the API, and must be noticed: a check that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.emulator.checks import (
    Check,
    Sight,
    backups,
    balancer,
    cluster,
    databases,
    edge,
    identity,
    logs,
    network,
    operations,
    registry,
    sessions,
    values,
    watched,
)
from conformance.emulator.report import Expect, Step
from conformance.emulator.steps import Scene, breaking, breaking_data, breaking_edge
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
DATABASE = "AWS::RDS::DBCluster"
STORE = "AWS::ElastiCache::ReplicationGroup"
DOMAIN = "AWS::OpenSearchService::Domain"
SECRET = "AWS::SecretsManager::Secret"

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
    Canary(
        "administrators' secrets for the services' store",
        identity.readers,
        "AWS::RDS::DBCluster",
        breaking.reader,
    ),
    Canary("a repository whose tags move", registry.registry, "AWS::ECR::Repository", breaking.tags),
    Canary("a parameter with another VPC", values.parameters, "AWS::SSM::Parameter", breaking.parameter),
    Canary("a key that does not rotate", values.keys, "AWS::KMS::Key", breaking.rotation),
    Canary("a private endpoint that admits others", cluster.cluster, "AWS::EKS::Cluster", breaking.door),
    Canary("a rule of EventBridge that is off", operations.rules, "AWS::Events::Rule", breaking.target),
    Canary("an open default security group", network.default_group, "AWS::EC2::VPC", breaking.group),
    Canary("a way out of the data subnets", network.network, "AWS::EC2::RouteTable", breaking.route),
    Canary("an unprotected database", databases.databases, DATABASE, breaking_data.protection),
    Canary("backups of another number of days", databases.databases, DATABASE, breaking_data.backup_days),
    Canary("a database without TLS", databases.databases, DATABASE, breaking_data.parameter),
    Canary("a database that others reach", databases.databases, DATABASE, breaking_data.database_door),
    Canary("writers led to readers", databases.databases, DATABASE, breaking_data.address),
    Canary("a service as administrator", databases.logged_in, SECRET, breaking_data.login),
    Canary("backups that are gone in a day", backups.backups, "AWS::Backup::BackupPlan", breaking_data.plan),
    Canary("an alarm on nothing", watched.watched, DATABASE, breaking_data.alarm),
    Canary("a session store that others reach", sessions.store, STORE, breaking_data.session_door),
    Canary("sessions open to the nameless", sessions.users, STORE, breaking_data.rules),
    Canary("a session user that nobody said", sessions.users, STORE, breaking_data.stranger),
    Canary("an OpenSearch without TLS", logs.domain, DOMAIN, breaking_data.domain),
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
