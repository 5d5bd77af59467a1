"""Nothing set, everything set, and what each prop does to the objects."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from x2bee_constructs import (
    BatchJob,
    Cronicle,
    Egress,
    MsaDeploymentProps,
    NextJs,
    NodeJs,
    Peer,
    Profile,
    Replicas,
    Resources,
    Runtime,
    Scaling,
    SecretKey,
    SpringBatch,
    SpringBoot,
    SpringCloudGateway,
    Surroundings,
    Timing,
    Timings,
)
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.profile import Check
from x2bee_constructs.workload.timing import STANDARD_TIMES

IMAGE = "nexus.acme.co.kr/x2bee-api-gift:0.3.0"

EVERYTHING = MsaDeploymentProps(
    image="nexus.acme.co.kr:5000/team/gift@sha256:" + "ab" * 32,
    runtime=NodeJs(port=3012, health_path="/healthz", metrics_path="/metrics", writable_paths=("/data",)),
    calls=("x2bee-api-member", "api.pg.example.com"),
    called_as=("old-member",),
    callers=("x2bee-gw",),
    exposed=True,
    egress=(Egress(cidrs=("10.20.0.0/16",), ports=(5432,)),),
    peers=(Peer(namespace="acme-data", services=("mbod-rw",), pods={"cnpg.io/cluster": "mbod"}, ports=(5432,)),),
    aws=True,
    aws_hosts=("sqs.ap-northeast-2.amazonaws.com",),
    outside_entries=True,
    surroundings=Surroundings(
        mesh_namespace="mesh",
        gateway_namespace="edge",
        gateway_labels={"app": "gw"},
        monitoring_namespace="watch",
        gateway_service_account="front",
        collector="spans",
    ),
    policies=True,
    replicas=Replicas(min=3, max=12),
    scaling=Scaling(cpu_percent=60, requests_per_second=50, prometheus="http://prometheus.other:9090"),
    singleton=False,
    concurrency=50,
    retries=1,
    timing=Timing(request=20, pre_stop=20, drain=40, grace=90),
    resources=Resources(cpu="750m", memory="2Gi", ephemeral_storage="3Gi"),
    priority_class="x2bee-critical",
    env={"PORT": "3012", "FEATURE": "on"},
    pod_fields={"POD_NAME": "metadata.name"},
    direct_env=("FEATURE",),
    traces=True,
    files={"/etc/gift/app.yaml": "a: 1\n", "/opt/app.yaml": "b: 2\n"},
    secrets={
        "PG_PASSWORD": SecretKey(secret="x2bee/acme/prd/pg", key="password"),
        "LICENCE": SecretKey(secret="x2bee/acme/prd/licence"),
    },
    settings_from=("x2bee-api-gift-db-mbod", "shared"),
    secret_store="vault",
    mesh=True,
    monitor=True,
    node_selector={"pool": "spot"},
    part_of="shop",
    labels={"x2bee.io/team": "gift"},
    annotations={"example.com/note": "hello"},
    owner="#team-gift",
    runbook="https://wiki.acme.co.kr/gift",
    service_aliases=("gift",),
    extra_containers=(core_v1.Container(name="side", image="side:1"),),
    init_containers=(core_v1.Container(name="first", image="first:1"),),
    volumes=(core_v1.Volume(name="cache", empty_dir=core_v1.EmptyDirVolumeSource()),),
    volume_mounts=(core_v1.VolumeMount(name="cache", mount_path="/cache"),),
)


LEAKING = core_v1.Container(name="side", image="a:1", env=[core_v1.EnvVar(name="DB_PASSWORD", value="hunter2")])


def manifests(props: MsaDeploymentProps) -> dict[str, dict[str, Any]]:
    return {key: dict(made.to_manifest()) for key, made in msa_objects("x2bee-api-gift", "acme-app", props).items()}


@pytest.mark.parametrize(
    "runtime", [Cronicle(), NextJs(), NodeJs(), SpringBatch(), SpringBoot(), SpringCloudGateway()], ids=lambda r: r.kind
)
def test_nothing_set(runtime: Runtime, snapshot: SnapshotAssertion) -> None:
    assert manifests(MsaDeploymentProps(image=IMAGE, runtime=runtime)) == snapshot


JVM: dict[str, Any] = {
    "port": 9090,
    "version": 4,
    "tracing": True,
    "collector": "http://c:4318",
    "jvm_options": "-Xss1m",
}
NODE: dict[str, Any] = {
    "health_path": "/api/health",
    "metrics_path": "/api/metrics",
    "sessions": True,
    "session_namespace": "shop",
}
EVERY_RUNTIME = [
    NextJs(**NODE, port=3001, app_dir="/srv"),
    Cronicle(port=3013, home="/srv/cronicle"),
    NodeJs(**NODE, port=3012, port_variable="LISTEN", writable_paths=["/data"]),
    SpringBatch(**JVM, jdbc_wrapper=True, clusters=["mbod"], pool=5, jobs={"settlement": BatchJob(stop_seconds=480)}),
    SpringBoot(**JVM, sessions=True, session_namespace="shop", jdbc_wrapper=True, clusters=["mbod", "gddp"], pool=20),
    SpringCloudGateway(**JVM, release="2024.0", trusted_proxies=r"10\..*"),
]


@pytest.mark.parametrize("runtime", EVERY_RUNTIME, ids=lambda r: r.kind)
def test_every_runtime_with_everything_set(runtime: Runtime, snapshot: SnapshotAssertion) -> None:
    unset = type(runtime).model_fields.keys() - runtime.model_fields_set - {"kind"}
    assert not unset, f"no test uses {unset}"
    assert manifests(MsaDeploymentProps(image=IMAGE, runtime=runtime)) == snapshot


@pytest.mark.parametrize("runtime", EVERY_RUNTIME, ids=lambda r: r.kind)
def test_every_prop_of_a_runtime_changes_something(runtime: Any) -> None:
    full = manifests(MsaDeploymentProps(image=IMAGE, runtime=runtime))
    for name in runtime.model_fields_set:
        default = type(runtime).model_fields[name].get_default(call_default_factory=True)
        less = type(runtime)(**{n: getattr(runtime, n) for n in runtime.model_fields_set - {name}})
        assert getattr(less, name) == default
        assert manifests(MsaDeploymentProps(image=IMAGE, runtime=less)) != full, (
            f"{runtime.kind}.{name} changes nothing"
        )


def test_everything_set(snapshot: SnapshotAssertion) -> None:
    assert manifests(EVERYTHING) == snapshot


def test_every_prop_changes_something() -> None:
    changes: dict[str, object] = {
        "image": IMAGE,
        "runtime": SpringBoot(),
        "calls": (),
        "called_as": (),
        "peers": (),
        "callers": (),
        "exposed": False,
        "egress": (),
        "aws": False,
        "aws_hosts": (),
        "outside_entries": False,
        "surroundings": Surroundings(),
        "policies": False,
        "replicas": Replicas(),
        "scaling": Scaling(),
        "singleton": True,
        "concurrency": None,
        "retries": None,
        "timing": Timing(),
        "resources": Resources(),
        "priority_class": None,
        "env": {},
        "pod_fields": {},
        "direct_env": (),
        "traces": False,
        "files": {},
        "secrets": {},
        "settings_from": (),
        "secret_store": "other",
        "mesh": False,
        "monitor": False,
        "node_selector": {"workload": "msa"},
        "part_of": "x2bee",
        "labels": {},
        "annotations": {},
        "owner": None,
        "runbook": None,
        "service_aliases": (),
        "extra_containers": (),
        "init_containers": (),
        "volumes": (),
        "volume_mounts": (),
    }
    assert changes.keys() == MsaDeploymentProps.model_fields.keys(), "a prop that no test uses"
    full = manifests(EVERYTHING)
    for name, value in changes.items():
        said = {field: getattr(EVERYTHING, field) for field in MsaDeploymentProps.model_fields} | {name: value}
        before = full
        if name == "aws":  # without which it reaches no hosts of AWS
            said["aws_hosts"] = ()
            before = manifests(MsaDeploymentProps(**{**said, name: True}))
        if name == "traces":  # with the mesh's proxy every pod reaches the collector
            said |= {"mesh": False, "scaling": Scaling()}
            before = manifests(MsaDeploymentProps(**{**said, name: True}))
        if name in {"singleton", "replicas", "mesh", "monitor"}:  # without which requests per second cannot be counted
            said["scaling"] = Scaling()
            said["replicas"] = Replicas() if name == "singleton" else said["replicas"]
            kept = getattr(EVERYTHING, name)
            before = manifests(MsaDeploymentProps(**{**said, name: kept}))
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

    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
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
    assert template["metadata"]["annotations"]["cluster-autoscaler.kubernetes.io/safe-to-evict"] == "false"
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
        ({"image": IMAGE, "env": {"DB_PASSWORD": "hunter2"}}, "'DB_PASSWORD' looks like a secret in clear"),
        ({"image": IMAGE, "files": {"/k": "-----BEGIN RSA PRIVATE KEY-----"}}, "'/k' looks like a secret"),
        ({"image": IMAGE, "env": {"A": "x"}, "secrets": {"A": {"secret": "s"}}}, "stands in env and in secrets"),
        ({"image": IMAGE, "timing": {"grace": 40}}, r"pre_stop 15 \+ drain 30 \+ 10 = 55 ≤ grace 40"),
        ({"image": IMAGE, "timing": {"request": 90}}, "request 90 ≤ load balancer idle 60"),
        ({"image": IMAGE, "env": {"SERVER_SHUTDOWN": "immediate"}}, "'SERVER_SHUTDOWN' follows the runtime"),
        ({"image": IMAGE, "secrets": {"SERVER_PORT": {"secret": "s"}}}, "'SERVER_PORT' follows the runtime"),
        ({"image": IMAGE, "env": {"JAVA_TOOL_OPTIONS": "-Xss1m"}}, "'JAVA_TOOL_OPTIONS' follows the runtime"),
        ({"image": IMAGE, "env": {"DB_PASSWORD": "12345678"}}, "looks like a secret"),
        ({"image": IMAGE, "env": {"JWT_SIGNING_KEY": "abc"}}, "looks like a secret"),
        ({"image": IMAGE, "files": {"/a.properties": "spring.datasource.password=hunter2"}}, "looks like a secret"),
        ({"image": IMAGE, "files": {"/tmp": "x"}}, "is a folder that the program writes to"),
        ({"image": IMAGE, "files": {"/a/../b": "x"}}, "a path that begins with /"),
        ({"image": IMAGE, "files": {"/a": "arn:aws:s3:::x"}}, "an ARN may not stand in YAML"),
        ({"image": IMAGE, "files": {"/a": "x" * 900_001}}, "too large"),
        ({"image": IMAGE, "egress": [{"cidrs": ["999.1.1.1/77"], "ports": [1]}]}, "is not a network"),
        ({"image": IMAGE, "labels": {"app": "x"}}, "'app' follows other fields"),
        ({"image": IMAGE, "annotations": {"proxy.istio.io/config": "x"}}, "is the mesh's"),
        ({"image": IMAGE, "scaling": {"requests_per_second": 5}}, "requests_per_second cannot work here"),
        ({"image": IMAGE, "scaling": {"requests_per_second": 5}, "replicas": {"max": 3}, "mesh": False}, "cannot work"),
        ({"image": IMAGE, "retries": 6}, "at most 5"),
        ({"image": IMAGE, "concurrency": 0}, "at least 1"),
        ({"image": IMAGE, "aws": True, "aws_hosts": ["*.amazonaws.com"]}, "the domain of a host outside"),
        ({"image": IMAGE, "owner": ""}, "a team, channel or address"),
        ({"image": IMAGE, "extra_containers": [LEAKING]}, "'DB_PASSWORD' looks like a secret"),
        ({"image": IMAGE, "secrets": {"A": {"secret": "arn:aws:x"}}}, "the name of a secret"),
        ({"image": IMAGE, "egress": [{"cidrs": [], "ports": [1]}]}, "wrong length"),
        ({"image": IMAGE, "volumes": [{"name": "x"}]}, r"expected x2bee_constructs.imports.k8s.core_v1.Volume, got"),
        ({"image": IMAGE, "scaling": {"cpu_percent": 100}}, "at most 95"),
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


def settings(runtime: Runtime) -> dict[str, str]:
    return manifests(MsaDeploymentProps(image=IMAGE, runtime=runtime))["config"]["data"]


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (
            SpringBoot(tracing=True),
            SpringBoot(tracing=True, version=4),
            "MANAGEMENT_OTLP_TRACING_ENDPOINT",
            "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
        ),
        (
            SpringBoot(sessions=True),
            SpringBoot(sessions=True, version=4),
            "SPRING_SESSION_REDIS_CONFIGURE_ACTION",
            "SPRING_SESSION_DATA_REDIS_CONFIGURE_ACTION",
        ),
        (
            SpringCloudGateway(release="2024.0"),
            SpringCloudGateway(),
            "SPRING_CLOUD_GATEWAY_HTTPCLIENT_RESPONSE_TIMEOUT",
            "SPRING_CLOUD_GATEWAY_SERVER_WEBFLUX_HTTPCLIENT_RESPONSE_TIMEOUT",
        ),
    ],
)
def test_renamed_properties(old: Runtime, new: Runtime, before: str, after: str) -> None:
    assert before in settings(old)
    assert after not in settings(old)
    assert after in settings(new)
    assert before not in settings(new)


@pytest.mark.parametrize("runtime", [SpringBoot, SpringBatch], ids=lambda r: r.__name__)
def test_what_uses_a_database_has_a_pool(runtime: type[SpringBoot | SpringBatch]) -> None:
    hikari = "SPRING_DATASOURCE_HIKARI"
    assert not any(name.startswith("SPRING_DATASOURCE") for name in settings(runtime(pool=7)))
    assert settings(runtime(clusters=["mbod"]))[f"{hikari}_MAXIMUM_POOL_SIZE"] == "10", "HikariCP's own"
    plain = settings(runtime(clusters=["mbod"], pool=7))
    assert plain[f"{hikari}_MAXIMUM_POOL_SIZE"] == "7"
    assert 30_000 <= int(plain[f"{hikari}_KEEPALIVE_TIME"]) < 350_000 < int(plain[f"{hikari}_MAX_LIFETIME"])
    assert "SPRING_DATASOURCE_DRIVER_CLASS_NAME" not in plain
    assert f"{hikari}_EXCEPTION_OVERRIDE_CLASS_NAME" not in plain
    wrapped = settings(runtime(clusters=["mbod"], jdbc_wrapper=True))
    assert wrapped["SPRING_DATASOURCE_DRIVER_CLASS_NAME"] == "software.amazon.jdbc.Driver"
    assert wrapped[f"{hikari}_EXCEPTION_OVERRIDE_CLASS_NAME"].endswith("HikariCPSQLException")
    with pytest.raises(ValueError, match="at least 1"):
        runtime(pool=0)


@pytest.mark.parametrize("request_seconds", [1, 30, 60])
def test_who_waits_for_a_connection_can_still_answer(request_seconds: int) -> None:
    props = MsaDeploymentProps(
        image=IMAGE, runtime=SpringBoot(clusters=["mbod"]), timing=Timing(request=request_seconds)
    )
    waits = int(manifests(props)["config"]["data"]["SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT"])
    assert 250 <= waits < request_seconds * 1000 / 2, "250 ms is HikariCP's least"


def test_settings_from_secrets_win_over_derived_ones_and_lose_to_the_services_own() -> None:
    sources = manifests(EVERYTHING)["deployment"]["spec"]["template"]["spec"]["containers"][0]["envFrom"]
    assert sources == [
        {"configMapRef": {"name": "x2bee-api-gift-config"}},
        {"secretRef": {"name": "x2bee-api-gift-db-mbod"}},
        {"secretRef": {"name": "shared"}},
        {"secretRef": {"name": "x2bee-api-gift-secrets"}},
    ]


@pytest.mark.parametrize("name", ["", "Upper", "a_b", "-a", "a-", "a" * 254])
def test_a_secret_that_no_cluster_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a Secret's name"):
        MsaDeploymentProps(image=IMAGE, runtime=SpringBoot(), settings_from=(name,))


def test_a_secrets_name_may_be_as_long_as_two_services() -> None:
    assert MsaDeploymentProps(image=IMAGE, runtime=SpringBoot(), settings_from=("a" * 84,)).settings_from


def test_a_worker_that_listens_nowhere() -> None:
    class Worker(Runtime):
        def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
            alive = Check(None, period=10, failures=3, command=("/bin/alive",))
            return Profile(port=None, startup=None, liveness=alive, readiness=None, cpu="100m", memory="64Mi")

    made = manifests(MsaDeploymentProps(image=IMAGE, runtime=Worker(), callers=["a"], exposed=True))
    assert not {"service", "pod-monitor"} & made.keys()
    container = made["deployment"]["spec"]["template"]["spec"]["containers"][0]
    assert container["livenessProbe"]["exec"]["command"] == ["/bin/alive"]
    assert not {"ports", "startupProbe", "readinessProbe"} & container.keys()
    assert made["network-policy"]["spec"]["ingress"] == []


def test_a_service_is_not_its_own_neighbour() -> None:
    for said in ({"calls": ["x2bee-api-gift"]}, {"service_aliases": ["x2bee-api-gift"]}):
        props = MsaDeploymentProps.model_validate({"image": IMAGE, "runtime": "spring-boot", **said})
        with pytest.raises(ValueError, match="among its own calls, callers or aliases"):
            manifests(props)


def test_another_declared_secret_rolls_the_pods() -> None:
    def checksum(name: str) -> str:
        props = MsaDeploymentProps(image=IMAGE, runtime=SpringBoot(), secrets={"A": SecretKey(secret=name)})
        return manifests(props)["deployment"]["spec"]["template"]["metadata"]["annotations"]["checksum/secrets"]

    assert checksum("a") != checksum("b")


def test_settings_about_secrets_are_no_secrets() -> None:
    env = {
        "TOKEN_TTL": "3600",
        "PASSWORD_MIN_LENGTH": "8",
        "SECRET_NAME": "x",
        "API_KEY_HEADER": "X-Key",
        "TOKEN": "true",
    }
    assert MsaDeploymentProps(image=IMAGE, runtime=SpringBoot(), env=env).env == env


def test_two_files_of_one_name_keep_apart() -> None:
    made = manifests(EVERYTHING)
    mounts = made["deployment"]["spec"]["template"]["spec"]["containers"][0]["volumeMounts"]
    files = {mount["mountPath"]: mount["subPath"] for mount in mounts if mount["name"] == "files"}
    assert {path: made["files"]["data"][key] for path, key in files.items()} == EVERYTHING.files


def test_every_default_of_the_external_secret_is_spelled_out() -> None:
    spec = manifests(EVERYTHING)["secrets"]["spec"]
    assert spec["data"][1]["remoteRef"] == {
        "conversionStrategy": "Default",
        "decodingStrategy": "None",
        "key": "x2bee/acme/prd/pg",
        "metadataPolicy": "None",
        "nullBytePolicy": "Ignore",
        "property": "password",
    }
    assert spec["refreshInterval"] == "1h0m0s"
