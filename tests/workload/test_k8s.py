"""MsaDeployment in anyone's chart: alone, patched, mixed with cdk8s-plus, and guarded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cdk8s_plus_27 as kplus
import pytest
import yaml
from cdk8s import ApiObject, App, Chart, JsonPatch
from cdk8s import Testing as InMemory
from constructs import Construct

from x2bee_constructs import (
    ClashError,
    LeakError,
    MsaDeploymentProps,
    NextJs,
    Profile,
    Runtime,
    SpringBoot,
    Timings,
    X2beeWarning,
)
from x2bee_constructs.k8s import AppNamespace, MsaDeployment, PlatformApp
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.timing import STANDARD_TIMES

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
        "AuthorizationPolicy",
        "ConfigMap",
        "Deployment",
        "DestinationRule",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "PodMonitor",
        "Service",
        "ServiceAccount",
        "Sidecar",
        "VirtualService",
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
    policy = next(o for (kind, name), o in objects.items() if kind == "NetworkPolicy" and name != "x2bee-api-gift")
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


@pytest.mark.parametrize(
    ("charts", "namespaces"),
    [(("twins", "twins"), ("a", "b")), (("one", "other"), ("a", "a"))],
    ids=["one file", "one object"],
)
def test_clashes_are_refused_and_nothing_is_touched(
    tmp_path: Path, charts: tuple[str, str], namespaces: tuple[str, str]
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "old.k8s.yaml").write_text("kept")
    app = PlatformApp(outdir=str(tmp_path / "dist"))
    made = {name: Chart(app, name) for name in dict.fromkeys(charts)}
    for index, (chart, namespace) in enumerate(zip(charts, namespaces, strict=True)):
        metadata = {"name": "same", "namespace": namespace}
        ApiObject(made[chart], f"map-{index}", api_version="v1", kind="ConfigMap", metadata=metadata)
    first, second = f"{charts[0]}/map-0", f"{charts[1]}/map-1"
    with pytest.raises(ClashError, match=rf"\[{first}\] and \[{second}\] are both ConfigMap 'same'"):
        app.synth()
    assert [path.name for path in tmp_path.rglob("*.yaml")] == ["old.k8s.yaml"]


def test_a_clash_deep_in_the_tree_is_refused_too(tmp_path: Path) -> None:
    app = PlatformApp(outdir=str(tmp_path / "dist"))
    made = gift(app)
    metadata = {"name": made.objects["config"].name, "namespace": "elsewhere"}
    ApiObject(Construct(made, "deeper"), "twin", api_version="v1", kind="ConfigMap", metadata=metadata)
    with pytest.raises(
        ClashError, match=r"\[gift/x2bee-api-gift/config\] and \[gift/x2bee-api-gift/deeper/twin\] are both ConfigMap"
    ):
        app.synth()
    assert not (tmp_path / "dist").exists()


def test_one_name_in_two_namespaces_and_charts_is_no_clash(tmp_path: Path) -> None:
    app = PlatformApp(outdir=str(tmp_path))
    for namespace in ("a", "b"):
        MsaDeployment(Chart(app, namespace, namespace=namespace), "x2bee-api-gift", PROPS)
    app.synth()
    assert len(list(tmp_path.rglob("*.yaml"))) == 22


class Broken(Runtime):
    """A runtime of a customer's own with a path that Kubernetes refuses."""

    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
        return replace(SpringBoot().profile(times), cpu="much")


def test_an_object_that_cannot_be_made_names_its_construct() -> None:
    props = MsaDeploymentProps(image=PROPS.image, runtime=Broken())
    with pytest.raises(ValueError, match=r"\[gift/x2bee-api-gift\] .*much"):
        MsaDeployment(Chart(InMemory.app(), "gift", namespace="acme-app"), "x2bee-api-gift", props)


def test_what_was_fixed_at_build_time_is_warned_of_by_construct() -> None:
    props = MsaDeploymentProps(image="a:1", runtime=NextJs(), env={"NEXT_PUBLIC_API_URL": "http://x"})
    chart = Chart(InMemory.app(), "web", namespace="acme-app")
    with pytest.warns(X2beeWarning, match=r"\[web/fo\] 'NEXT_PUBLIC_API_URL' was fixed when the image was built"):
        MsaDeployment(chart, "fo", props)


def test_what_belongs_to_the_cluster_takes_no_namespace_from_its_chart() -> None:
    chart = Chart(InMemory.app(), "shop", namespace="shop-app")
    AppNamespace(chart, "shop-app")
    namespace = next(made for made in InMemory.synth(chart) if made["kind"] == "Namespace")
    assert "namespace" not in namespace["metadata"]
