"""What a scheduler is made of, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template
from pydantic import ValidationError

from x2bee_constructs import Cronicle, CronicleSchedulerProps, MsaDeploymentProps, NodeJs, SecretKey, Site
from x2bee_constructs.aws import BatchStore
from x2bee_constructs.batch import metrics, names
from x2bee_constructs.batch.alerts import batch_alerts
from x2bee_constructs.batch.manifests import scheduler_objects
from x2bee_constructs.workload.access import Bucket

NAME = "x2bee-batch-scheduler-mbod"
SECRETS = {kind: SecretKey(secret=f"x2bee/acme/prd/batch/{NAME}/{kind}", key="value") for kind in names.SECRETS}


def props(service: dict[str, Any] | None = None, **more: Any) -> CronicleSchedulerProps:
    said = {"image": "r.example/cronicle:1", "runtime": Cronicle(), "singleton": True, "aws": True, **(service or {})}
    given = {
        "service": MsaDeploymentProps(**said),
        "bucket": Bucket(name="acme-batch", read=True, write=True, delete=True),
        "region": "ap-northeast-2",
        "secrets": SECRETS,
        "url": "https://cronicle-mbod.acme-shop.co.kr",
    }
    return CronicleSchedulerProps(**{**given, **more})


def manifests(made: CronicleSchedulerProps) -> dict[str, Any]:
    return {key: one.to_manifest() for key, one in scheduler_objects(NAME, "acme-app", made).items()}


def files(made: CronicleSchedulerProps) -> dict[str, Any]:
    data = manifests(made)["cronicle-files"]["data"]
    return {name: json.loads(data[name]) for name in ("config.json", "setup.json")}


def test_it_keeps_the_owners_kind_and_name_and_one_host_name() -> None:
    made = manifests(props())["deployment"]
    assert (made["kind"], made["metadata"]["name"], made["spec"]["replicas"]) == ("Deployment", NAME, 1)
    assert made["spec"]["strategy"] == {"type": "Recreate"}
    assert made["spec"]["template"]["spec"]["hostname"] == NAME


def test_no_secret_and_no_known_password_stands_in_a_file() -> None:
    made = files(props())
    records = {row[1]: row[2] for row in made["setup.json"]["storage"] if row[0] == "put"}
    assert records["users/admin"]["password"] == "_PASSWORD_"
    pushed = [row[2] for row in made["setup.json"]["storage"] if row[:2] == ["listPush", "global/api_keys"]]
    assert [(one["key"], one["privileges"]) for one in pushed] == [("_API_KEY_", {"admin": 1}), ("_READER_KEY_", {})]
    assert "secret_key" not in made["config.json"]


def test_its_state_is_in_its_bucket_without_keys() -> None:
    storage = files(props())["config.json"]["Storage"]
    assert storage["engine"] == "S3"
    assert storage["S3"]["params"] == {"Bucket": "acme-batch"}
    assert {"credentials", "accessKeyId", "secretAccessKey"}.isdisjoint({*storage["AWS"], *storage["S3"]})


def test_on_a_volume_the_volume_takes_the_place_of_the_folder() -> None:
    made = manifests(props(spec={"storage": {"kind": "volume", "gib": 20}}))
    pod = made["deployment"]["spec"]["template"]["spec"]
    mounted = [mount for mount in pod["containers"][0]["volumeMounts"] if mount["mountPath"] == "/opt/cronicle/data"]
    assert [mount["name"] for mount in mounted] == ["state"]
    assert made["volume"]["spec"]["resources"] == {"requests": {"storage": "20Gi"}}
    assert made["backup"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["affinity"]["podAffinity"]


def test_a_changed_setting_rolls_the_pod() -> None:
    def digest(made: CronicleSchedulerProps) -> str:
        return manifests(made)["deployment"]["spec"]["template"]["metadata"]["annotations"]["checksum/cronicle"]

    assert digest(props()) != digest(props(spec={"job_days": 30}))


def test_prometheus_finds_the_exporter_through_the_mesh_and_without_it() -> None:
    inside, outside = manifests(props()), manifests(props({"mesh": False}))
    assert inside["deployment"]["spec"]["template"]["metadata"]["annotations"]["prometheus.io/port"] == "9101"
    assert "metrics-policy" not in inside
    [rule] = outside["metrics-policy"]["spec"]["ingress"]
    assert rule["ports"] == [{"port": 9101, "protocol": "TCP"}]


@pytest.mark.parametrize(
    ("service", "more", "code"),
    [
        ({"runtime": NodeJs()}, {}, "X2B501"),
        ({"singleton": False}, {}, "X2B502"),
        ({}, {"secrets": {}}, "X2B503"),
        ({}, {"spec": {"mail": {"host": "smtp.acme.kr", "sender": "a@acme.kr"}}}, "X2B504"),
        ({}, {"spec": {"storage": {"kind": "s3", "gib": 5}}}, "X2B500"),
    ],
)
def test_what_cannot_work_is_refused(service: dict[str, Any], more: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as error:
        props(service, **more)
    assert [one["type"] for one in error.value.errors()] == [code]


def test_every_alert_speaks_of_metrics_that_are_made() -> None:
    rules = [alert.expr for alert in batch_alerts(NAME, "acme-app")]
    words = {word for expr in rules for word in str(expr).replace("(", " ").replace("{", " ").split()}
    assert {word for word in words if word.startswith("x2bee_")} <= {*metrics.METRICS}
    assert len(rules) == 6


def test_a_bucket_and_four_secrets_for_each() -> None:
    stack = Stack(App(), "s")
    key: Any = kms.Key(stack, "Key")
    BatchStore(stack, "Batch", Site("acme", "prd"), {NAME: 35}, key=key)
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::S3::Bucket", 2)
    template.resource_count_is("AWS::SecretsManager::Secret", 4)
    template.has_resource("AWS::S3::Bucket", {"DeletionPolicy": "RetainExceptOnCreate"})
    found = template.find_resources("AWS::SecretsManager::Secret")
    assert all(one["Properties"]["GenerateSecretString"]["ExcludePunctuation"] for one in found.values())
