"""The order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from conformance.emulator.checks import (
    Check,
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
from conformance.emulator.report import Expect, Report
from conformance.emulator.steps import Scene, canaries, change, copies, deploy, destroy, first, zone
from x2bee_constructs import Platform

__all__ = ["CHECKS", "SHORT", "play"]

Act = Callable[[Scene, Expect], None]
Planned = tuple[str, str, Act]
"""A step's name, what must hold, and what is done."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A check, and the type without which there is nothing to look at."""

    name: str
    what: str
    check: Check
    needs: str
    when: Callable[[Platform], object] = always
    """Of which platforms, where no type tells."""


BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
DATABASE = "AWS::RDS::DBCluster"
VAULT = "AWS::Backup::BackupVault"
STORE = "AWS::ElastiCache::ReplicationGroup"
DOMAIN = "AWS::OpenSearchService::Domain"
MACHINE = "AWS::AutoScaling::AutoScalingGroup"

CHECKS = (
    Looked("network", "three tiers in three zones, each with its way out", network.network, "AWS::EC2::VPC"),
    Looked("default group", "the default security group has no rules", network.default_group, "AWS::EC2::VPC"),
    Looked("flow logs", "everything is logged, encrypted and kept", network.flow_logs, "AWS::EC2::FlowLog"),
    Looked("keys", "keys rotate, aliases lead to them", values.keys, "AWS::KMS::Key"),
    Looked("parameters", "each holds the value it should", values.parameters, "AWS::SSM::Parameter"),
    Looked("zone", "the private zone is there under its name", values.zone, "AWS::Route53::HostedZone"),
    Looked(
        "registry", "a repository per image: immutable, scanned, encrypted", registry.registry, "AWS::ECR::Repository"
    ),
    Looked("secrets", "there under their names, encrypted", operations.secrets, "AWS::SecretsManager::Secret"),
    Looked("logs", "kept as long as said, encrypted", operations.logs, "AWS::Logs::LogGroup"),
    Looked("topics", "encrypted, with their subscribers", operations.topics, "AWS::SNS::Topic"),
    Looked("alarms", "each tells a topic of ours", operations.alarms, "AWS::CloudWatch::Alarm"),
    Looked("rules", "each sends events to a topic or queue of ours", operations.rules, "AWS::Events::Rule"),
    Looked("budgets", "each has its limit, and tells somebody", operations.budgets, "AWS::Budgets::Budget"),
    Looked("queues", "encrypted, TLS only, with senders", operations.queues, "AWS::SQS::Queue"),
    Looked("databases", "said, kept, encrypted, closed, found", databases.databases, DATABASE),
    Looked("instances", "a writer and its readers over the zones", databases.instances, DATABASE),
    Looked("logins", "one for each, none with another's password", databases.logged_in, "AWS::SecretsManager::Secret"),
    Looked("backups", "a locked vault, and each database in a plan", backups.backups, DATABASE),
    Looked("sessions", "a primary and its replicas, closed and found", sessions.store, STORE),
    Looked("session users", "each with its own rules and password", sessions.users, STORE),
    Looked("log store", "said, encrypted, closed, under its name", logs.domain, DOMAIN),
    Looked("log archive", "each class is locked for its time", logs.archive, DOMAIN),
    Looked("watched", "each database, store and host has alarms", watched.watched, "AWS::CloudWatch::Alarm"),
    Looked("cluster", "named, versioned, logged, encrypted, closed", cluster.cluster, "AWS::EKS::Cluster"),
    Looked("nodes", "node groups carry the services' label", cluster.nodes, "AWS::EKS::Cluster"),
    Looked("add-ons", "add-ons and access entries are there", cluster.addons, "AWS::EKS::Cluster"),
    Looked("load balancer", "public, protected, logged", balancer.balancer, BALANCER),
    Looked("listeners", "to HTTPS, and there to our hosts alone", balancer.listeners, BALANCER),
    Looked("targets", "named, asked, let go in time", balancer.targets, "AWS::ElasticLoadBalancingV2::TargetGroup"),
    Looked("pods' group", "pods let the load balancer in, and nobody else", balancer.pods_group, BALANCER),
    Looked("web ACL", "its rules stand before the load balancer, logged", edge.web_acl, "AWS::WAFv2::WebACL"),
    Looked("records", "each host leads to the load balancer", edge.records, "AWS::Route53::RecordSet"),
    Looked("certificates", "for every host", edge.certificates, "AWS::CertificateManager::Certificate"),
    Looked("buckets", "closed, encrypted, versioned, emptied in time", edge.buckets, "AWS::S3::Bucket"),
    Looked("machines", "one each: as said, closed, in one subnet", hosts.machines, MACHINE),
    Looked("machines' doors", "the load balancer alone reaches each", hosts.doors, MACHINE),
    Looked("machines' roles", "its own volume, secrets and buckets", hosts.roles, MACHINE),
    Looked("volumes", "as large as said, encrypted, kept", hosts.volumes, MACHINE),
    Looked("settings", "each tool's state, applied daily", hosts.settings, MACHINE),
    Looked("tools' targets", "asked where a tool says how it is", host_front.front, MACHINE),
    Looked("tools' visitors", "offices, clusters, and who is named", host_front.let_in, MACHINE),
    Looked("tools' databases", "said, kept, encrypted, TLS, closed", host_data.databases, MACHINE),
    Looked("tools' buckets", "theirs, under our key, recorded", host_data.buckets, MACHINE),
    Looked("tools' secrets", "theirs, with passwords of their own", host_data.secrets, MACHINE),
    Looked("tools' backups", "volume and database, nightly, locked", host_data.backed_up, MACHINE),
    Looked("Jenkins' backups", "its volume, found by its tags", host_data.jenkins_backups, VAULT, has_jenkins),
    Looked("identities", "an association and a role of its own each", identity.associations, "AWS::EKS::Cluster"),
    Looked("secret readers", "who takes their roles, and reads what", identity.readers, "AWS::EKS::Cluster"),
)

BEFORE: tuple[Planned, ...] = (
    ("bootstrap", "the account is prepared", deploy.bootstrap),
    ("public zone", "the owner's zone is there, as on day 0", zone.public_zone),
    ("first", "a first deployment that fails leaves no name behind", first.first),
    ("deploy", "cdk deploy --all makes every stack", deploy.deploy),
    ("exists", "every resource is known to its service", deploy.exists),
)
AFTER: tuple[Planned, ...] = (
    ("copies", "other regions have a locked vault for backups", copies.copies),
    ("canaries", "each check notices what is broken on purpose", canaries.canaries),
    ("deploy again", "a second deployment changes nothing", deploy.unchanged),
    ("diff", "cdk diff finds no difference", deploy.no_difference),
    ("update", "one service more: a repository and a login more, nothing anew", change.update),
    ("opened", "an office is let in, and the cluster is not touched", change.opened),
    ("grown", "a tool's machine and volume grow, and keep what is on them", change.grown),
    ("in use", "what other stacks import is refused to change", change.in_use),
    ("named", "another of the same name is refused", change.named),
    ("protect", "every stack takes our stack policy", change.protect),
    ("replacement", "another network or database is refused, nothing changes", change.replacement),
    ("rollback", "a failing deployment is undone", change.failure),
    ("protected", "termination protection keeps the stacks", destroy.protected),
    ("destroy", "nothing is left but what is to be kept", destroy.destroy),
)


SHORT = frozenset({"bootstrap", "public zone", "deploy", "exists", "canaries", "destroy"})
"""The steps of a short run, beside the checks: it is deployed once, well, and taken down. Updates and failures are not
tried."""


def play(scene: Scene, report: Report, chosen: Container[str] | None = None) -> None:
    """Every step, or those that are chosen, and all checks, unless the platform cannot even be deployed."""
    before, after = ([one for one in steps if chosen is None or one[0] in chosen] for steps in (BEFORE, AFTER))
    for name, what, act in before:
        with report.step(name, what) as expect:
            act(scene, expect)
        if report.failed and name != "exists":
            return _leave_out(report, name, (*before, *after))
    _look(scene, report)
    for name, what, act in after:
        with report.step(name, what) as expect:
            act(scene, expect)
    return None


def _leave_out(report: Report, after: str, steps: Iterable[Planned]) -> None:
    done = {step.name for step in report.steps}
    for name, what, _ in steps:
        if name not in done:
            report.skip(name, what, f"not run, because {after} failed")


def _look(scene: Scene, report: Report) -> None:
    sight = scene.sight()
    for one in CHECKS:
        if not sight.deployed.of(one.needs) or not one.when(sight.platform):
            why = "" if one.when is always else " of this kind"
            report.absent(one.name, f"the platform has no {one.needs}{why}")
            continue
        with report.step(one.name, one.what) as expect:
            one.check(sight, expect)
