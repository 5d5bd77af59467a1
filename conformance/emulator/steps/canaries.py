"""Everything is broken once, by the API, and must be noticed: a check that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.emulator.checks import (
    Check,
    Sight,
    always,
    backups,
    balancer,
    cluster,
    databases,
    edge,
    has_jenkins,
    host_data,
    host_front,
    hosts,
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
from conformance.emulator.steps import Scene, breaking, breaking_data, breaking_edge, breaking_hosts
from conformance.emulator.steps.breaking import Breaking
from x2bee_constructs import Platform

__all__ = ["CANARIES", "Canary", "canaries"]


@dataclass(frozen=True, slots=True)
class Canary:
    """One thing that is broken, and the check that must notice."""

    what: str
    check: Check
    needs: str
    """The type without which there is nothing to break."""
    breaks: Breaking
    when: Callable[[Platform], object] = always
    """Of which platforms, where no type tells."""


BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
DATABASE = "AWS::RDS::DBCluster"
STORE = "AWS::ElastiCache::ReplicationGroup"
DOMAIN = "AWS::OpenSearchService::Domain"
SECRET = "AWS::SecretsManager::Secret"
VAULT = "AWS::Backup::BackupVault"
MACHINE = "AWS::AutoScaling::AutoScalingGroup"

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
    Canary("machines without IMDSv2", hosts.machines, MACHINE, breaking_hosts.metadata),
    Canary("a machine in a public subnet", hosts.machines, MACHINE, breaking_hosts.subnet),
    Canary("a machine that others reach", hosts.doors, MACHINE, breaking_hosts.machine_door),
    Canary("a machine that reads others' secrets", hosts.roles, MACHINE, breaking_hosts.profile),
    Canary("a volume under another name", hosts.volumes, MACHINE, breaking_hosts.tag),
    Canary("settings that are applied once", hosts.settings, MACHINE, breaking_hosts.schedule),
    Canary("settings of another state", hosts.settings, MACHINE, breaking_hosts.state),
    Canary("a host that leads to another machine", balancer.listeners, MACHINE, breaking_hosts.rule),
    Canary("half of the Internet let in to a tool", host_front.let_in, MACHINE, breaking_hosts.address),
    Canary("a target group that waits for long", host_front.front, MACHINE, breaking_hosts.targets),
    Canary("a tool's unprotected database", host_data.databases, MACHINE, breaking_hosts.protection),
    Canary("a tool's database without TLS", host_data.databases, MACHINE, breaking_hosts.tls),
    Canary("a tool's database that others reach", host_data.databases, MACHINE, breaking_hosts.database_door),
    Canary("a tool's bucket under a key of AWS'", host_data.buckets, MACHINE, breaking_hosts.bucket_key),
    Canary("a tool's short password", host_data.secrets, MACHINE, breaking_hosts.secret),
    Canary("a tool's backups that are gone in a week", host_data.backed_up, MACHINE, breaking_hosts.plan),
    Canary(
        "Jenkins' backups kept for another time",
        host_data.jenkins_backups,
        VAULT,
        breaking_hosts.jenkins_plan,
        has_jenkins,
    ),
    Canary("an alarm on no machine", watched.watched, MACHINE, breaking_hosts.alarm),
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
        if not sight.deployed.of(canary.needs) or not canary.when(sight.platform):
            expect.note(f"not tried, for there is no {canary.needs}: {canary.what}")
            continue
        known = _complaints(canary.check, sight)
        with _broken(canary, sight):
            found = _complaints(canary.check, sight)
        expect.that(bool(set(found) - set(known)), f"nobody noticed {canary.what}")
        expect.same(f"complaints once {canary.what} is mended", known, _complaints(canary.check, sight))
