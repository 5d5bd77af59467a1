"""Pod Identity: who may be whom."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.data import document
from conformance.emulator.report import Expect
from x2bee_constructs.addons.names import EXTERNAL_SECRETS, reader_role
from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.database.names import admin_secret
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.platform.readers import secret_readers
from x2bee_constructs.workload import names

__all__ = ["associations", "readers", "trusts", "wanted"]

PODS = "pods.eks.amazonaws.com"


def wanted(sight: Sight) -> set[tuple[str, str]]:
    """Namespace and ServiceAccount of everyone with an identity: the services', and what the templates say besides."""
    site = sight.platform.site
    services = {(names.namespace(site), names.service_account(name)) for name in identities(sight.platform)}
    said = {
        (str(one.properties["Namespace"]), str(one.properties["ServiceAccount"]))
        for one in sight.deployed.of("AWS::EKS::PodIdentityAssociation")
    }
    addons = {
        (addon.properties.get("NamespaceConfig", {}).get("Namespace", "kube-system"), one["ServiceAccount"])
        for addon in sight.deployed.of("AWS::EKS::Addon")
        for one in addon.properties.get("PodIdentityAssociations", [])
    }
    return services | said | addons


def associations(sight: Sight, expect: Expect) -> None:
    """Each has its association in the cluster, and a role that only it can take."""
    cluster = sight.platform.site.cluster
    listed = sight.aws.call("eks", "list_pod_identity_associations", clusterName=cluster)["associations"]
    found = {(one["namespace"], one["serviceAccount"]): one["associationId"] for one in listed}
    expect.same("associations", sorted(wanted(sight)), sorted(found))
    for (namespace, account), known in sorted(found.items()):
        said = sight.aws.call("eks", "describe_pod_identity_association", clusterName=cluster, associationId=known)[
            "association"
        ]
        name = said["roleArn"].rsplit("/", 1)[-1]
        role = sight.aws.call("iam", "get_role", RoleName=name)["Role"]
        expect.same(f"the role of {namespace}/{account}", role["Arn"], said["roleArn"])
        expect.that(
            not said.get("disableSessionTags"), f"{namespace}/{account}: without session tags nobody takes {name}"
        )
        why = trusts(document(role["AssumeRolePolicyDocument"]), namespace, account, f":cluster/{cluster}")
        expect.that(not why, f"role {name}: {why}")


def readers(sight: Sight, expect: Expect) -> None:
    """Each reader of secrets has a role that External Secrets takes, and only the data's names an administrator."""
    site = sight.platform.site
    taker = pod_role_name(site, EXTERNAL_SECRETS)
    arn = sight.aws.call("iam", "get_role", RoleName=taker)["Role"]["Arn"]
    admins = [f":secret:{admin_secret(site, name)}-AbCdEf" for name in sight.platform.used_databases]
    expect.same(f"what {taker} reads of administrators", [], _read_of(sight, taker, admins))
    for reader in secret_readers(sight.platform):
        name = pod_role_name(site, reader_role(reader.name))
        role = sight.aws.call("iam", "get_role", RoleName=name)["Role"]
        (trust,) = document(role["AssumeRolePolicyDocument"])["Statement"]
        expect.same(f"who takes {name}", {"AWS": arn}, trust["Principal"])
        expect.same(f"how {name} is taken", ["sts:AssumeRole", "sts:TagSession"], sorted(trust["Action"]))
        mine = admins if "db-admin/*" in reader.secrets else []
        expect.same(f"what {name} reads of administrators", mine, _read_of(sight, name, admins))


def _read_of(sight: Sight, role: str, secrets: list[str]) -> list[str]:
    """Which of the secrets the policies of a role let it read."""
    listed = sight.aws.call("iam", "list_role_policies", RoleName=role)["PolicyNames"]
    allowed: list[str] = []
    for policy in listed:
        said = sight.aws.call("iam", "get_role_policy", RoleName=role, PolicyName=policy)["PolicyDocument"]
        for statement in document(said)["Statement"]:
            if "secretsmanager:GetSecretValue" in statement["Action"]:
                of = statement["Resource"]
                allowed += [of] if isinstance(of, str) else of
    return [
        secret for secret in secrets if any(fnmatchcase(secret, f"*{one[one.find(':secret:') :]}") for one in allowed)
    ]


def trusts(policy: Mapping[str, Any], namespace: str, account: str, cluster: str) -> str:
    """What is wrong with a trust policy that should admit these pods of this cluster only; empty if nothing."""
    statements = policy["Statement"]
    if len(statements) != 1 or statements[0]["Principal"] != {"Service": PODS}:
        return f"it trusts others than {PODS}"
    if {"sts:AssumeRole", "sts:TagSession"} != set(statements[0]["Action"]):
        return f"it allows {statements[0]['Action']}"
    told: dict[str, Any] = {}
    for tests in statements[0].get("Condition", {}).values():
        told |= tests
    tags = {"kubernetes-namespace": namespace, "kubernetes-service-account": account}
    wrong = {key: value for key, value in tags.items() if told.get(f"aws:RequestTag/{key}") != value}
    if wrong:
        return f"it does not ask for {wrong}"
    source = str(told.get("aws:SourceArn", ""))
    return "" if source.endswith(cluster) else f"it is open to cluster {source or 'any'}"
