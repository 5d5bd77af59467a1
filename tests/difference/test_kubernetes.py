"""What a change of an object does, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.difference.states import Edit, changed_object, manifest
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Effect
from x2bee_constructs.difference.read import State, manifests

POD = {"metadata": {"labels": {"app": "one"}}, "spec": {"containers": [{"name": "app", "image": "one:1"}]}}
WORKLOAD = {"spec": {"replicas": 3, "selector": {"matchLabels": {"app": "one"}}, "template": POD}}
CLAIM = {"spec": {"resources": {"requests": {"storage": "10Gi"}}, "storageClassName": "gp3"}}


def put(path: str, value: Any) -> Edit:
    def edit(found: dict[str, Any]) -> None:
        *above, last = path.split(".")
        for step in above:
            found = found[int(step)] if isinstance(found, list) else found[step]
        found[last] = value

    return edit


CASES = [
    ("apps/v1", "Deployment", WORKLOAD, put("spec.replicas", 4), Effect.none),
    ("apps/v1", "Deployment", WORKLOAD, put("spec.template.spec.containers.0.image", "one:2"), Effect.restart),
    ("apps/v1", "Deployment", WORKLOAD, put("spec.selector.matchLabels", {"app": "two"}), Effect.recreate),
    ("apps/v1", "Deployment", WORKLOAD, put("metadata.labels", {"a": "b"}), Effect.none),
    ("apps/v1", "DaemonSet", WORKLOAD, put("spec.template.metadata.labels.x", "y"), Effect.restart),
    ("apps/v1", "StatefulSet", WORKLOAD, put("spec.serviceName", "other"), Effect.recreate),
    ("apps/v1", "StatefulSet", WORKLOAD, put("spec.volumeClaimTemplates", [CLAIM]), Effect.recreate),
    ("batch/v1", "Job", {"spec": {"template": POD}}, put("spec.template.spec.x", 1), Effect.recreate),
    ("batch/v1", "CronJob", {"spec": {"schedule": "0 2 * * *"}}, put("spec.schedule", "0 3 * * *"), Effect.none),
    ("v1", "PersistentVolumeClaim", CLAIM, put("spec.resources.requests.storage", "20Gi"), Effect.none),
    ("v1", "PersistentVolumeClaim", CLAIM, put("spec.storageClassName", "io2"), Effect.loss),
    ("v1", "Service", {"spec": {"clusterIP": "None"}}, put("spec.clusterIP", "10.0.0.1"), Effect.recreate),
    ("v1", "Service", {"spec": {"selector": {"app": "one"}}}, put("spec.selector.app", "two"), Effect.none),
    ("v1", "Secret", {"type": "Opaque"}, put("type", "kubernetes.io/tls"), Effect.recreate),
    ("v1", "ConfigMap", {"data": {"a": "1"}}, put("data.a", "2"), Effect.none),
    ("v1", "ConfigMap", {"data": {"a": "1"}, "immutable": True}, put("data.a", "2"), Effect.recreate),
    ("storage.k8s.io/v1", "StorageClass", {"parameters": {"a": "b"}}, put("parameters.a", "c"), Effect.recreate),
    ("rbac.authorization.k8s.io/v1", "RoleBinding", {"roleRef": {"a": "b"}}, put("roleRef.a", "c"), Effect.recreate),
    ("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", {"spec": {"targetGroupName": "a"}},
     put("spec.targetGroupName", "b"), Effect.recreate),
    ("karpenter.sh/v1", "NodePool", {"spec": {"template": {}}}, put("spec.template.x", 1), Effect.restart),
    ("karpenter.sh/v1", "NodePool", {"spec": {"template": {}, "limits": {}}}, put("spec.limits.cpu", 1), Effect.none),
    ("postgresql.cnpg.io/v1", "Cluster", {"spec": {"imageName": "a"}}, put("spec.imageName", "b"), Effect.restart),
    ("argoproj.io/v1alpha1", "Application", {"spec": {"source": {"targetRevision": "1"}}},
     put("spec.source.targetRevision", "2"), Effect.restart),
]  # fmt: skip


@pytest.mark.parametrize(
    ("api", "kind", "body", "edit", "effect"), CASES, ids=[f"{c[1]}-{c[4].name}-{i}" for i, c in enumerate(CASES)]
)
def test_effect(api: str, kind: str, body: dict[str, Any], edit: Edit, effect: Effect) -> None:
    (change,) = changed_object(manifest(api, kind, **body), edit)
    assert change.effect is effect
    assert change.name == f"{kind} acme-app/one"


def test_a_hook_runs_again_and_is_not_recreated() -> None:
    job = manifest("batch/v1", "Job", spec={"template": POD})
    job["metadata"]["annotations"] = {"argocd.argoproj.io/hook": "PostSync"}
    (change,) = changed_object(job, put("spec.template.spec.x", 1))
    assert change.effect is Effect.none


def test_a_config_map_says_whose_pods_read_it() -> None:
    pod = {"spec": {"volumes": [{"name": "v", "configMap": {"name": "settings"}}]}}
    reader = manifest("apps/v1", "Deployment", "shop", spec={"template": pod})
    other = manifest("apps/v1", "Deployment", "gift", spec={"template": {"spec": {"volumes": []}}})
    (change,) = changed_object(
        manifest("v1", "ConfigMap", "settings", data={"a": "1"}), put("data.a", "2"), reader, other
    )
    (reason,) = change.reasons
    assert "pods of shop see it" in reason.why


@pytest.mark.parametrize(
    ("api", "kind", "effect"),
    [
        ("apps/v1", "Deployment", Effect.removed),
        ("v1", "Namespace", Effect.loss),
        ("v1", "PersistentVolumeClaim", Effect.loss),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition", Effect.loss),
        ("postgresql.cnpg.io/v1", "Cluster", Effect.loss),
    ],
)
def test_what_goes_with_an_object(api: str, kind: str, effect: Effect) -> None:
    there = State(objects=manifests([(manifest(api, kind), "f")]))
    assert compare(there, State()).changes[0].effect is effect
    assert compare(State(), there).changes[0].effect is Effect.new


def test_another_version_of_the_api_is_the_same_object() -> None:
    (change,) = changed_object(manifest("karpenter.sh/v1beta1", "NodePool"), put("apiVersion", "karpenter.sh/v1"))
    assert change.effect is Effect.none


def test_items_with_names_are_matched_by_name() -> None:
    pod = {"spec": {"containers": [{"name": "a", "image": "a:1"}, {"name": "b", "image": "b:1"}]}}
    before = manifest("apps/v1", "Deployment", spec={"template": pod})

    def first_goes(found: dict[str, Any]) -> None:
        del found["spec"]["template"]["spec"]["containers"][0]

    (change,) = changed_object(before, first_goes)
    assert [reason.field for reason in change.reasons] == ["spec.template.spec.containers.a"]
