"""Nothing set, everything set, and what each prop does to the objects."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from x2bee_constructs import (
    MsaDeploymentProps,
    NextJs,
    NodeJs,
    Profile,
    Replicas,
    Resources,
    Runtime,
    SpringBatch,
    SpringBoot,
    SpringCloudGateway,
)
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.runtimes import Check

IMAGE = "nexus.acme.co.kr/x2bee-api-gift:0.3.0"

EVERYTHING = MsaDeploymentProps(
    image="nexus.acme.co.kr:5000/team/gift@sha256:" + "ab" * 32,
    runtime=NodeJs(port=3012, health_path="/healthz", writable_paths=("/data",)),
    calls=("x2bee-api-member", "api.pg.example.com"),
    replicas=Replicas(min=3, max=12),
    singleton=False,
    resources=Resources(cpu="750m", memory="2Gi", ephemeral_storage="3Gi"),
    env={"PORT": "3012", "FEATURE": "on"},
    node_selector={"pool": "spot"},
    labels={"x2bee.io/team": "gift"},
    service_aliases=("gift",),
)


def manifests(props: MsaDeploymentProps) -> dict[str, dict[str, Any]]:
    return {key: dict(made.to_manifest()) for key, made in msa_objects("x2bee-api-gift", "acme-app", props).items()}


@pytest.mark.parametrize(
    "runtime", [NextJs(), NodeJs(), SpringBatch(), SpringBoot(), SpringCloudGateway()], ids=lambda r: r.kind
)
def test_nothing_set(runtime: Runtime, snapshot: SnapshotAssertion) -> None:
    assert manifests(MsaDeploymentProps(image=IMAGE, runtime=runtime)) == snapshot


def test_everything_set(snapshot: SnapshotAssertion) -> None:
    assert manifests(EVERYTHING) == snapshot


def test_every_prop_changes_something() -> None:
    changes: dict[str, object] = {
        "image": IMAGE,
        "runtime": SpringBoot(),
        "calls": (),
        "replicas": Replicas(),
        "singleton": True,
        "resources": Resources(),
        "env": {},
        "node_selector": {"workload": "msa"},
        "labels": {},
        "service_aliases": (),
    }
    assert changes.keys() == MsaDeploymentProps.model_fields.keys(), "a prop that no test uses"
    full = manifests(EVERYTHING)
    for name, value in changes.items():
        said = {field: getattr(EVERYTHING, field) for field in MsaDeploymentProps.model_fields} | {name: value}
        before = full
        if name == "singleton":
            said["replicas"] = Replicas()
            before = manifests(MsaDeploymentProps(**{**said, "singleton": False}))
        assert manifests(MsaDeploymentProps(**said)) != before, name


def test_a_changed_setting_rolls_the_pods() -> None:
    def checksum(value: str) -> object:
        props = MsaDeploymentProps(image=IMAGE, runtime=SpringBoot(), env={"A": value})
        template = msa_objects("x", "y", props)["deployment"].to_manifest()["spec"]["template"]
        return template["metadata"]["annotations"]["checksum/config"]

    assert checksum("1") == checksum("1") != checksum("2")


def test_an_autoscaled_deployment_names_no_number() -> None:
    made = manifests(MsaDeploymentProps(image=IMAGE, runtime=SpringBoot(), replicas=Replicas(min=2, max=5)))
    assert "replicas" not in made["deployment"]["spec"]
    assert made["hpa"]["spec"]["minReplicas"] == 2


class Go(Runtime):
    """A runtime of a customer's own."""

    def profile(self) -> Profile:
        check = Check("/healthz", period=5, failures=3)
        return Profile(port=9000, startup=check, liveness=check, readiness=check, cpu="100m", memory="64Mi")


def test_a_runtime_can_be_a_word() -> None:
    assert MsaDeploymentProps.model_validate({"image": IMAGE, "runtime": "nextjs"}).runtime == NextJs()
    mapping = {"kind": "nodejs", "port": 4000}
    assert MsaDeploymentProps.model_validate({"image": IMAGE, "runtime": mapping}).runtime == NodeJs(port=4000)


def test_batches_are_left_in_peace() -> None:
    props = MsaDeploymentProps(image=IMAGE, runtime=SpringBatch(), singleton=True)
    template = manifests(props)["deployment"]["spec"]["template"]
    assert template["metadata"]["annotations"]["karpenter.sh/do-not-disrupt"] == "true"
    assert "topologySpreadConstraints" not in template["spec"]


def test_a_customer_adds_a_runtime_by_subclassing() -> None:
    made = manifests(MsaDeploymentProps(image=IMAGE, runtime=Go()))
    container = made["deployment"]["spec"]["template"]["spec"]["containers"][0]
    assert container["ports"][0]["containerPort"] == 9000
    assert container["resources"]["limits"]["memory"] == "64Mi"


@pytest.mark.parametrize(
    ("props", "said"),
    [
        ({"image": "gift"}, "is not pinned"),
        ({"image": "gift:latest"}, "is not pinned"),
        ({"image": "nexus:5000/gift"}, "is not pinned"),
        ({"image": "gift@sha256:abc"}, "is not an image"),
        ({"image": IMAGE, "replica": 3}, "did you mean 'replicas'"),
        (
            {"image": IMAGE, "replicas": {"min": 3, "max": 1}},
            r"replicas.max must be at least replicas.min \(3\), got 1",
        ),
        ({"image": IMAGE, "replicas": {"max": 2}, "singleton": True}, "a singleton has exactly one pod"),
        ({"image": IMAGE, "env": {"A-B": "1"}}, "letters, digits and _"),
        ({"image": IMAGE, "env": {"A": 1}}, "expected text, got 1"),
        ({"image": IMAGE, "resources": {"memory": "1 GB"}}, "bytes with a unit"),
        ({"image": IMAGE, "calls": ["Bad Name"]}, "the name of a service, or the domain"),
        ({"image": IMAGE, "env": {"SERVER_PORT": "1"}}, "'SERVER_PORT' follows the runtime"),
        ({"image": IMAGE, "labels": {"bad key!": "x"}}, "a label's key"),
        ({"image": IMAGE, "service_aliases": ["a", "a"]}, "stands twice"),
        ({"image": IMAGE, "runtime": "sprong"}, "cannot be 'sprong'"),
        ({"image": IMAGE, "singleton": "yes"}, "expected true or false, got 'yes'"),
    ],
)
def test_bad_props_are_refused_in_words(props: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        MsaDeploymentProps.model_validate({"runtime": SpringBoot(), **props})


@pytest.mark.parametrize(
    ("image", "version"),
    [("r.io/a:1.2.3", "1.2.3"), ("a@sha256:" + "0f" * 32, "sha256-0f0f0f0f0f0f"), ("a:" + "x" * 80, "x" * 63)],
)
def test_the_version_label_is_a_label_value(image: str, version: str) -> None:
    template = manifests(MsaDeploymentProps(image=image, runtime=SpringBoot()))["deployment"]["spec"]["template"]
    assert template["metadata"]["labels"]["version"] == version
