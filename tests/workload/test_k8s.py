"""MsaDeployment in anyone's chart: alone, patched, mixed with cdk8s-plus, and guarded."""

from __future__ import annotations

from pathlib import Path

import cdk8s_plus_27 as kplus
import pytest
import yaml
from cdk8s import ApiObject, App, Chart, JsonPatch
from cdk8s import Testing as InMemory

from x2bee_constructs import MsaDeploymentProps, SpringBoot
from x2bee_constructs.k8s import LeakError, MsaDeployment, PlatformApp
from x2bee_constructs.workload.manifests import msa_objects

PROPS = MsaDeploymentProps(
    image="nexus.acme.co.kr/x2bee-api-gift:0.3.0", runtime=SpringBoot(), calls=("x2bee-api-member",)
)


def gift(app: App) -> MsaDeployment:
    return MsaDeployment(Chart(app, "gift", namespace="acme-app"), "x2bee-api-gift", PROPS)


def test_alone_in_a_plain_app(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    gift(app)
    app.synth()
    objects = list(yaml.safe_load_all((tmp_path / "gift.k8s.yaml").read_text()))
    assert {made["kind"] for made in objects} == {
        "ConfigMap",
        "Deployment",
        "PodDisruptionBudget",
        "Service",
        "ServiceAccount",
    }


def test_cdk8s_writes_what_the_pure_functions_make(tmp_path: Path) -> None:
    made = gift(App(outdir=str(tmp_path)))
    pure = msa_objects("x2bee-api-gift", "acme-app", PROPS)
    assert {key: made.objects[key].to_json() for key in pure} == {
        key: value.to_manifest() for key, value in pure.items()
    }


def test_objects_can_be_patched_and_labelled(tmp_path: Path) -> None:
    made = gift(App(outdir=str(tmp_path)))
    deployment = made.objects["deployment"]
    deployment.add_json_patch(JsonPatch.replace("/spec/revisionHistoryLimit", 5))
    deployment.metadata.add_label("audit", "yes")
    written = deployment.to_json()
    assert written["spec"]["revisionHistoryLimit"] == 5
    assert written["metadata"]["labels"]["audit"] == "yes"


def test_cdk8s_plus_code_composes_with_ours(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    made = gift(app)
    kplus.NetworkPolicy(made, "policy", selector=made.pods)
    kplus.RoleBinding(made, "binding", role=kplus.Role(made, "role")).add_subjects(made.service_account)
    ingress = kplus.Ingress(made, "ingress")
    ingress.add_rule("/", kplus.IngressBackend.from_service(made.service, port=80))
    chart = Chart.of(made)
    objects = {(o["kind"], o["metadata"]["name"]): o for o in InMemory.synth(chart)}
    assert sum(kind == "Service" for kind, _ in objects) == 1, "the handle must not be written"
    policy = next(o for (kind, _), o in objects.items() if kind == "NetworkPolicy")
    assert policy["spec"]["podSelector"]["matchLabels"] == {
        "app.kubernetes.io/instance": "x2bee-api-gift",
        "app.kubernetes.io/name": "x2bee-api-gift",
    }
    binding = next(o for (kind, _), o in objects.items() if kind == "RoleBinding")
    assert binding["subjects"] == [
        {"apiGroup": "", "kind": "ServiceAccount", "name": "x2bee-api-gift", "namespace": "acme-app"}
    ]
    route = next(o for (kind, _), o in objects.items() if kind == "Ingress")["spec"]["rules"][0]["http"]["paths"][0]
    assert route["backend"]["service"] == {"name": "x2bee-api-gift", "port": {"number": 80}}


def test_a_chart_without_a_namespace_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\[gift/x2bee-api-gift\] the chart has no namespace"):
        MsaDeployment(Chart(InMemory.app(), "gift"), "x2bee-api-gift", PROPS)


def test_an_id_that_is_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="lower-case letters"):
        MsaDeployment(Chart(InMemory.app(), "gift", namespace="acme-app"), "Gift_Api", PROPS)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("${Token[TOKEN.23]}", "a CDK token may not stand in YAML"),
        ("arn:aws:iam::1:role/x", "an ARN may not stand in YAML"),
    ],
)
def test_what_only_aws_knows_is_refused_where_it_is_made(value: str, said: str) -> None:
    props = PROPS.model_copy(update={"env": {"ROLE": value}})
    with pytest.raises(LeakError, match=rf"\[gift/x2bee-api-gift/config\] {said}"):
        MsaDeployment(Chart(InMemory.app(), "gift", namespace="acme-app"), "x2bee-api-gift", props)


def test_a_real_cdk_token_in_a_patch_is_refused_at_synth_and_nothing_is_written(tmp_path: Path) -> None:
    from aws_cdk import App as CdkApp
    from aws_cdk import Stack
    from aws_cdk.aws_s3 import Bucket

    name = Bucket(Stack(CdkApp(), "s"), "b", bucket_name=None).bucket_name
    app = PlatformApp(outdir=str(tmp_path / "dist"))
    gift(app).objects["config"].add_json_patch(JsonPatch.add("/data/BUCKET", name))
    with pytest.raises(LeakError, match=r"\[gift/x2bee-api-gift/config\] a CDK token"):
        app.synth()
    assert not list(tmp_path.rglob("*.yaml"))


def test_two_objects_that_would_share_a_file_are_refused(tmp_path: Path) -> None:
    app = PlatformApp(outdir=str(tmp_path / "dist"))
    chart = Chart(app, "twins")
    for namespace in ("a", "b"):
        ApiObject(
            chart, namespace, api_version="v1", kind="ConfigMap", metadata={"name": "same", "namespace": namespace}
        )
    with pytest.raises(LeakError, match=r"\[twins/a\] and \[twins/b\] are both ConfigMap 'same'"):
        app.synth()
    assert not list(tmp_path.rglob("*.yaml"))
