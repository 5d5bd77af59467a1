"""Argo CD's objects: what they allow, in which order, from where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App as CdkApp
from aws_cdk import Stack
from aws_cdk.assertions import Match, Template
from cdk8s import ApiObject, App, Chart

from tests.chart_keys import unknown
from tests.imports.manifests import NAMES, right
from x2bee_constructs import (
    ArgoDeliveryProps,
    Branches,
    DeliverySpec,
    EksCapability,
    Folders,
    GitRepository,
    Notifications,
    Site,
)
from x2bee_constructs.aws import ArgoCapability
from x2bee_constructs.delivery.argo.defaults import excluded
from x2bee_constructs.delivery.argo.manifests import delivery_objects
from x2bee_constructs.delivery.argo.props import Email, Slack, Webhook
from x2bee_constructs.k8s import ArgoDelivery, Delivered, DeliveredChart, Ignored, delivered_charts

SITE = Site("acme", "prd")
GIT = GitRepository(url="https://git.example.com/platform/deploy.git")
SHOP = DeliveredChart(
    "shop",
    (
        Delivered("apps", "Deployment", "acme-app", "shop"),
        Delivered("", "Namespace", "", "acme-app"),
        Delivered("storage.k8s.io", "StorageClass", "", "gp3"),
    ),
    wave=3,
    removable=True,
)
KEPT = DeliveredChart("data", (Delivered("", "Secret", "acme-data", "x"),))


def objects(*charts: DeliveredChart, **spec: Any) -> dict[str, dict[str, Any]]:
    cluster = spec.pop("cluster", None)
    said = DeliverySpec.model_validate({"repository": GIT, **spec})
    made = delivery_objects(SITE, ArgoDeliveryProps(spec=said, argocd_cluster=cluster), charts)
    return {name: one.to_wire() for name, one in made.items()}


def test_the_project_allows_what_is_emitted_and_nothing_else() -> None:
    spec = objects(SHOP, KEPT)["project"]["spec"]
    assert spec["clusterResourceWhitelist"] == [
        {"kind": "Namespace", "name": "acme-app", "group": ""},
        {"kind": "StorageClass", "group": "storage.k8s.io"},
    ]
    kinds = {(one["group"], one["kind"]) for one in spec["namespaceResourceWhitelist"]}
    assert kinds == {
        ("", "ConfigMap"),
        ("", "Secret"),
        ("apps", "Deployment"),
        ("argoproj.io", "AppProject"),
        ("argoproj.io", "Application"),
        ("external-secrets.io", "ExternalSecret"),
    }
    assert [one["namespace"] for one in spec["destinations"]] == ["acme-app", "acme-data", "argocd"]
    assert spec["sourceRepos"] == [GIT.url]


def test_each_chart_is_an_application_of_its_folder_and_its_wave() -> None:
    made = objects(SHOP, KEPT)
    shop, data, root = made["application-shop"], made["application-data"], made["root"]
    assert shop["metadata"]["name"] == "acme-prd-shop"
    assert shop["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"] == "3"
    assert shop["spec"]["source"] == {"path": "deploy/acme/prd/shop", "repoURL": GIT.url, "targetRevision": "main"}
    assert root["spec"]["source"]["path"] == "deploy/acme/prd/delivery"
    # What goes with its folder has the finalizer; data and the root never.
    assert shop["metadata"]["finalizers"] == ["resources-finalizer.argocd.argoproj.io"]
    assert "finalizers" not in data["metadata"]
    assert "finalizers" not in root["metadata"]
    policy = shop["spec"]["syncPolicy"]
    assert policy["automated"] == {"prune": True, "selfHeal": True}
    assert policy["retry"]["limit"] == -1, "a secret that is filled tomorrow must be waited for"
    assert {"ServerSideApply=true", "PruneLast=true", "CreateNamespace=false"} < set(policy["syncOptions"])
    assert "ignoreDifferences" not in shop["spec"]


@pytest.mark.parametrize(
    ("environments", "path", "revision"),
    [
        (Folders(revision="release/2"), "gitops/acme/prd/shop", "release/2"),
        (Branches(), "gitops/acme/shop", "prd"),
        (Branches(prefix="env/"), "gitops/acme/shop", "env/prd"),
    ],
)
def test_environments_are_folders_or_branches(environments: Folders | Branches, path: str, revision: str) -> None:
    source = objects(SHOP, path="gitops", environments=environments)["application-shop"]["spec"]["source"]
    assert (source["path"], source["targetRevision"]) == (path, revision)


def test_what_a_controller_owns_is_ignored_with_its_reason() -> None:
    owned = Ignored("apps", "Deployment", (".spec.replicas",), "an operator scales it")
    chart = DeliveredChart("own", KEPT.objects, ignored=(owned,))
    spec = objects(chart)["application-own"]["spec"]
    assert spec["ignoreDifferences"] == [
        {"group": "apps", "jqPathExpressions": [".spec.replicas"], "kind": "Deployment"}
    ]
    assert "RespectIgnoreDifferences=true" in spec["syncPolicy"]["syncOptions"]
    with pytest.raises(ValueError, match="without a reason"):
        Ignored("apps", "Deployment", (".spec.replicas",), " ")


def test_manual_sync_waits_for_somebody() -> None:
    assert "automated" not in objects(SHOP, sync="manual")["application-shop"]["spec"]["syncPolicy"]


def test_eks_own_argo_cd_knows_the_cluster_by_name_and_has_no_chart() -> None:
    managed = EksCapability(identity_center="ssoins-0123456789abcdef", administrators=(_GROUP,))
    made = objects(SHOP, argo_cd=managed, cluster="x2bee-acme-prd")
    assert "argo-cd" not in made
    for name in ("root", "application-shop"):
        assert made[name]["spec"]["destination"] == {"name": "x2bee-acme-prd", "namespace": "argocd"}
    assert {one["name"] for one in made["project"]["spec"]["destinations"]} == {"x2bee-acme-prd"}
    assert "settings" in made, "EKS reads argocd-cm too"


def test_a_cluster_that_runs_argo_cd_itself_keeps_it_by_its_chart() -> None:
    made = objects(SHOP)
    values = made["argo-cd"]["spec"]["source"]["helm"]["valuesObject"]
    assert values["configs"]["cm"] == {"create": False}, "argocd-cm is ours, and two would fight over it"
    assert made["argo-cd"]["spec"]["project"] == made["argo-cd-project"]["metadata"]["name"]
    health = made["settings"]["data"]["resource.customizations.health.argoproj.io_Application"]
    assert made["root"]["metadata"]["name"] == made["root"]["spec"]["project"], "by that the rule knows the root"
    assert "obj.metadata.name == obj.spec.project" in health
    assert "operation.phase" in health, "before its first sync, an Application says that it is well"


def test_the_chart_knows_every_key_that_it_is_given_and_all_its_pods_have_memory() -> None:
    keys = json.loads((Path(__file__).parent / "chart_keys.json").read_text())["argo-cd"]
    release = objects(SHOP, notifications={"receivers": {"hook": {"kind": "webhook"}}})["argo-cd"]["spec"]["source"]
    values = release["helm"]["valuesObject"]
    assert keys["version"] == release["targetRevision"]
    assert unknown(values, keys["keys"]) == []
    assert unknown({"controller": {"resource": 1}}, keys["keys"]) == ["controller.resource"], "the check bites"
    parts = [values[name] for name in ("controller", "repoServer", "server", "redis", "applicationSet")]
    for one in (*parts, values["notifications"], values["repoServer"]["copyutil"], values["redisSecretInit"]):
        said = one["resources"]
        assert said["requests"]["memory"] == said["limits"]["memory"]
        assert "cpu" not in said["limits"], "it throttles"


def test_health_is_told_of_kinds_that_are_there() -> None:
    backup = Delivered("postgresql.cnpg.io", "ScheduledBackup", "acme-data", "mbod")
    told = objects(DeliveredChart("data", (backup,)))["settings"]["data"]
    assert "resource.customizations.health.postgresql.cnpg.io_ScheduledBackup" in told
    assert "resource.customizations.health.postgresql.cnpg.io_ScheduledBackup" not in objects(SHOP)["settings"]["data"]


def test_kinds_that_change_all_the_time_are_left_alone_but_for_those_that_a_chart_brings() -> None:
    def told(*charts: DeliveredChart) -> set[tuple[str, str]]:
        data = objects(*charts)["settings"]["data"]
        assert json.loads(data["resource.customizations.ignoreResourceUpdates.all"]) == {"jsonPointers": ["/status"]}
        found = json.loads(data["resource.exclusions"])
        return {(group, kind) for one in found for group in one["apiGroups"] for kind in one["kinds"]}

    usual = told(SHOP)
    assert {("coordination.k8s.io", "Lease"), ("", "Endpoints"), ("discovery.k8s.io", "EndpointSlice")} < usual
    own = (Delivered("", "Endpoints", "acme-app", "legacy"), Delivered("coordination.k8s.io", "Lease", "acme-app", "x"))
    brought = told(DeliveredChart("own", own))
    assert not brought & {("", "Endpoints"), ("coordination.k8s.io", "Lease")}
    assert ("discovery.k8s.io", "EndpointSlice") in brought


def test_no_kind_that_the_library_makes_is_left_alone() -> None:
    kinds = [(group, right(name)["kind"]) for name in NAMES for group in [_group(right(name))]]
    assert len(kinds) > 40
    assert not [one for one in kinds if excluded(*one)]
    assert excluded("coordination.k8s.io", "Lease"), "the check bites"


def _group(manifest: dict[str, Any]) -> str:
    return str(manifest["apiVersion"]).rpartition("/")[0]


def test_receivers_have_their_secrets_by_name() -> None:
    told = Notifications(
        receivers={
            "chat": Slack(channel="deployments"),
            "hook": Webhook(),
            "mail": Email(to="a@example.com", sender="b@example.com", server="smtp.example.com", user="u"),
        },
        events={"failed": ("chat", "hook"), "deployed": ("mail",)},
    )
    made = objects(SHOP, notifications=told)
    # Every one of ours is told of by its label, also those that other rooms make.
    labels = [one["metadata"]["labels"] for one in made.values() if one["kind"] == "Application"]
    assert len(labels) == 3
    assert all(one["app.kubernetes.io/part-of"] == "x2bee" for one in labels)
    assert "subscriptions" in made["notifications"]["data"]
    keys = {one["secretKey"]: one["remoteRef"]["key"] for one in made["secret-notifications"]["spec"]["data"]}
    assert keys == {name: f"x2bee/acme/prd/argocd/notifications/{name}" for name in ("chat", "hook", "mail")}


@pytest.mark.parametrize(
    ("url", "login", "keys"),
    [
        ("https://git.example.com/a/b.git", "password", ["password", "type", "url", "username"]),
        ("git@git.example.com:a/b.git", "ssh-key", ["sshPrivateKey", "type", "url"]),
    ],
)
def test_the_login_to_the_repository_is_known_by_its_label(url: str, login: str, keys: list[str]) -> None:
    template = objects(SHOP, repository={"url": url, "login": login})["secret-repository"]["spec"]["target"]["template"]
    assert sorted(template["data"]) == keys
    assert template["metadata"]["labels"] == {"argocd.argoproj.io/secret-type": "repository"}


def test_an_open_repository_needs_no_login() -> None:
    assert "secret-repository" not in objects(SHOP, repository={"url": GIT.url, "login": "none"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"url": "git@git.example.com:a/b.git"}, "does not fit this address"),
        ({"url": "https://git.example.com/a/b.git", "login": "ssh-key"}, "does not fit this address"),
        ({"url": "http://git.example.com/a/b.git"}, "https://host/group/name.git"),
    ],
)
def test_repositories_that_argo_cd_could_not_read_are_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        GitRepository.model_validate(given)


def test_a_receiver_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no receiver 'chta'"):
        Notifications(receivers={"chat": Slack(channel="x")}, events={"failed": ("chta",)})


def test_two_charts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two charts are called 'shop'"):
        objects(SHOP, SHOP)


def test_charts_of_an_app_are_found_with_what_other_code_made() -> None:
    app = App()
    ApiObject(Chart(app, "own", namespace="team"), "x", api_version="v1", kind="Secret")
    Chart(app, "empty")
    (found,) = delivered_charts(app, {"own": 4}, kept=("own",))
    assert (found.name, found.wave, found.removable) == ("own", 4, False)
    assert [(one.kind, one.namespace) for one in found.objects] == [("Secret", "team")]
    chart = Chart(app, "delivery")
    delivery = ArgoDelivery(chart, "argo", SITE, ArgoDeliveryProps(spec=DeliverySpec(repository=GIT)), (found,))
    assert delivery.objects["application-own"].name == "acme-prd-own"


def test_eks_is_told_who_may_enter() -> None:
    stack = Stack(CdkApp(), "alone")
    spec = EksCapability(identity_center="ssoins-0123456789abcdef", administrators=(_GROUP,))
    ArgoCapability(stack, "ArgoCd", SITE, spec, region="ap-northeast-2")
    template = Template.from_stack(stack)
    template.has_resource_properties(
        "AWS::EKS::Capability",
        {
            "CapabilityName": "argocd",
            "ClusterName": "x2bee-acme-prd",
            "Type": "ARGOCD",
            "DeletePropagationPolicy": "RETAIN",
            "RoleArn": Match.any_value(),
            "Configuration": {
                "ArgoCd": {
                    "Namespace": "argocd",
                    "AwsIdc": {
                        "IdcInstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef",
                        "IdcRegion": "ap-northeast-2",
                    },
                    "RbacRoleMappings": [{"Role": "ADMIN", "Identities": [{"Id": _GROUP, "Type": "SSO_GROUP"}]}],
                }
            },
        },
    )
    template.has_resource_properties(
        "AWS::IAM::Role", {"ManagedPolicyArns": Match.absent(), "Policies": Match.absent()}
    )


_GROUP = "01234567-89ab-cdef-0123-456789abcdef"
