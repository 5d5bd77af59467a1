"""The rules of the whole mesh, the values of Istio's charts, and the hosts outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from x2bee_constructs import MsaDeploymentProps, Replicas, SpringBoot, Surroundings
from x2bee_constructs.core.releases import WAVES, Release
from x2bee_constructs.core.versions import ISTIO_REVISION
from x2bee_constructs.mesh import names
from x2bee_constructs.mesh.charts import GATEWAY_DRAIN_SECONDS, GATEWAY_GRACE_SECONDS, mesh_components
from x2bee_constructs.mesh.manifests import istio_objects, mesh_objects, outside_host_objects
from x2bee_constructs.mesh.names import istiod_release
from x2bee_constructs.mesh.props import OutsideHostsProps, ServiceMeshProps
from x2bee_constructs.mesh.values import ServicePort
from x2bee_constructs.workload.manifests import msa_objects

DEREGISTRATION_SECONDS = 60
"""How long the load balancer takes to let go of a target (facts of the platform)."""

EVERYTHING = ServiceMeshProps(
    argocd_namespace="gitops",
    argocd_cluster="x2bee-acme-prd",
    revision="1-31-0",
    tags=("stable",),
    namespace="mesh",
    istiod=Replicas(min=2, max=4),
    gateway=Replicas(min=4, max=20),
    gateway_labels={"edge": "yes"},
    priority_class="x2bee-critical",
    node_selector={"pool": "edge"},
    collector="spans",
    sampling_percent=12.5,
    access_logs=False,
)


def objects(props: ServiceMeshProps | None = None) -> dict[str, Any]:
    return {key: made.to_manifest() for key, made in mesh_objects(props or ServiceMeshProps()).items()}


def releases(props: ServiceMeshProps | None = None) -> dict[str, Release]:
    components = mesh_components(props or ServiceMeshProps())
    return {release.pin.chart: release for component in components for release in component.releases}


def values(chart: str, props: ServiceMeshProps | None = None) -> dict[str, Any]:
    return releases(props)[chart].values.to_wire()


def test_nothing_gets_in_without_a_certificate_or_a_name() -> None:
    made = objects()
    assert made["peer-authentication"]["metadata"]["name"] == "default"
    assert made["peer-authentication"]["spec"] == {"mtls": {"mode": "STRICT"}}
    assert made["allow-nothing"]["spec"] == {"action": "ALLOW"}
    assert {found["metadata"]["namespace"] for found in made.values()} == {"istio-system"}


def test_a_proxy_without_a_sidecar_of_its_own_reaches_nothing_but_its_spans_and_dns() -> None:
    found = objects()["default-sidecar"]
    assert found["metadata"]["name"] == "default"
    assert found["spec"] == {
        "egress": [
            {
                "hosts": [
                    "istio-system/istio-tracing.istio-system.svc.cluster.local",
                    "kube-system/kube-dns.kube-system.svc.cluster.local",
                ]
            }
        ],
        "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
    }


def test_the_rules_are_there_before_the_gateway() -> None:
    waves = {found["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"] for found in objects().values()}
    assert waves == {str(WAVES["mesh-policies"])}
    assert WAVES["mesh-control"] < WAVES["mesh-policies"] < WAVES["mesh-gateway"] < WAVES["services"]


def test_the_gateway_takes_what_arrives_at_its_port_only() -> None:
    spec = objects()["allow-gateway"]["spec"]
    assert spec["selector"]["matchLabels"] == {"istio": "ingressgateway"}
    assert spec["rules"] == [{"to": [{"operation": {"ports": ["8080"]}}]}]
    ports = {port["name"]: port for port in values("gateway")["service"]["ports"]}
    assert ports["http"]["targetPort"] == names.GATEWAY_PORT
    assert ports["status-port"]["targetPort"] == 15021


def test_what_is_traced_and_logged_is_configured() -> None:
    spec = objects()["telemetry"]["spec"]
    named = {provider["name"] for part in (*spec["tracing"], *spec["accessLogging"]) for provider in part["providers"]}
    providers = {provider["name"]: provider for provider in values("istiod")["meshConfig"]["extensionProviders"]}
    assert named == providers.keys()
    assert providers[names.TRACING]["opentelemetry"] == {
        "port": 4317,
        "service": "istio-tracing.istio-system.svc.cluster.local",
    }
    line = providers[names.ACCESS_LOG]["envoyFileAccessLog"]
    assert line["path"] == "/dev/stdout"
    assert line["logFormat"]["labels"]["trace_id"] == "%TRACE_ID%"
    assert "QUERY(X-ENVOY" in line["logFormat"]["labels"]["path"], "a query holds what a member typed"


def test_what_is_not_declared_is_denied_where_no_sidecar_says_so() -> None:
    config = values("istiod")["meshConfig"]
    assert config["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}
    assert config["defaultHttpRetryPolicy"] == {"attempts": 0}


def test_services_find_gateway_and_collector_by_the_same_names() -> None:
    around, mesh = Surroundings(), ServiceMeshProps()
    assert (around.gateway_service_account, dict(around.gateway_labels)) == (names.GATEWAY, dict(mesh.gateway_labels))
    assert (around.mesh_namespace, around.collector) == (mesh.namespace, mesh.collector)
    assert values("gateway")["name"] == names.GATEWAY


def test_a_rollout_of_the_gateway_cuts_nobody_off() -> None:
    gateway = values("gateway")
    assert DEREGISTRATION_SECONDS < GATEWAY_DRAIN_SECONDS < GATEWAY_GRACE_SECONDS
    assert gateway["terminationGracePeriodSeconds"] == GATEWAY_GRACE_SECONDS
    assert (
        f'"terminationDrainDuration":"{GATEWAY_DRAIN_SECONDS}s"' in gateway["podAnnotations"]["proxy.istio.io/config"]
    )
    assert gateway["strategy"]["rollingUpdate"] == {"maxSurge": "25%", "maxUnavailable": 0}
    assert gateway["service"]["type"] == "ClusterIP"


def test_the_loss_of_a_zone_leaves_control_plane_and_gateway() -> None:
    istiod, gateway = values("istiod"), values("gateway")
    assert istiod["autoscaleMin"] == gateway["autoscaling"]["minReplicas"] == 3
    for pdb in (istiod["pdb"], gateway["podDisruptionBudget"]):
        assert pdb == {"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow"}
    for found in (istiod, gateway):
        keys = [spread["topologyKey"] for spread in found["topologySpreadConstraints"]]
        assert keys == ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]


def test_a_new_revision_comes_beside_the_old_one() -> None:
    old, new = (releases(ServiceMeshProps(revision=revision)) for revision in ("1-30-3", "1-31-0"))
    assert {chart for chart in old if old[chart].name == new[chart].name} == {"base", "cni", "gateway"}
    assert values("base")["defaultRevision"] == values("istiod")["revision"] == ISTIO_REVISION
    assert values("gateway")["revision"] == ISTIO_REVISION


def test_the_order_is_what_each_needs() -> None:
    waves = {chart: WAVES[release.stage] for chart, release in releases().items()}
    assert waves["base"] < waves["istiod"] < WAVES["mesh-policies"] < waves["gateway"] < WAVES["services"]
    homes = {made["metadata"]["name"]: made["spec"]["destination"]["namespace"] for made in applications()}
    assert homes == {
        "istio-base": "istio-system",
        istiod_release(ISTIO_REVISION): "istio-system",
        "istio-ingressgateway": "istio-system",
        "istio-cni": "kube-system",
    }


def applications(props: ServiceMeshProps | None = None) -> list[dict[str, Any]]:
    made = istio_objects(props or ServiceMeshProps())
    return [found.to_manifest() for key, found in made.items() if key != "project"]


def test_argo_cd_leaves_istiod_what_it_writes() -> None:
    by_name = {made["metadata"]["name"]: made["spec"] for made in applications(ServiceMeshProps(tags=["stable"]))}
    ignored = {found["name"]: found for found in by_name[istiod_release(ISTIO_REVISION)]["ignoreDifferences"]}
    assert set(ignored) == {
        f"istio-validator-{ISTIO_REVISION}-istio-system",
        f"istio-sidecar-injector-{ISTIO_REVISION}",
        "istio-revision-tag-stable",
    }
    for spec in by_name.values():
        assert "ServerSideApply=true" in spec["syncPolicy"]["syncOptions"]
    labels = by_name["istio-base"]["syncPolicy"]["managedNamespaceMetadata"]["labels"]
    assert labels["elbv2.k8s.aws/pod-readiness-gate-inject"] == "enabled"
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert "managedNamespaceMetadata" not in by_name["istio-cni"]["syncPolicy"]


def test_webhooks_are_said_as_istiod_would_leave_them() -> None:
    for chart in ("base", "istiod"):
        assert values(chart)["base"] == {"validationFailurePolicy": "Fail"}


def test_pods_of_services_need_no_right_to_redirect() -> None:
    assert values("istiod")["cni"] == {"enabled": True}
    assert values("istiod")["env"] == {"ENABLE_NATIVE_SIDECARS": "true"}
    assert values("cni")["repair"] == {"enabled": True, "repairPods": True}
    assert values("cni")["ambient"] == {"enabled": False}


def test_values_are_plain_and_in_a_fixed_order() -> None:
    for chart in releases():
        first, second = values(chart, EVERYTHING), values(chart, EVERYTHING)
        assert yaml.safe_load(yaml.safe_dump(first)) == first
        assert yaml.safe_dump(first, sort_keys=False) == yaml.safe_dump(second, sort_keys=False)


def test_every_prop_changes_something() -> None:
    assert EVERYTHING.model_fields_set == ServiceMeshProps.model_fields.keys(), "a prop that no test uses"
    full = (objects(EVERYTHING), istio_objects(EVERYTHING))
    for name in ServiceMeshProps.model_fields:
        less = ServiceMeshProps(
            **{field: getattr(EVERYTHING, field) for field in ServiceMeshProps.model_fields if field != name}
        )
        assert (objects(less), istio_objects(less)) != full, name


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"revision": "1.30.3"}, "a revision or tag"),
        ({"revision": "r" * 57}, "a revision or tag"),
        ({"sampling_percent": 101}, "at most 100"),
        ({"istiod": {"min": 3, "max": 2}}, r"replicas\.max must be at least"),
        ({"gateway_labels": {}}, "wrong length"),
        ({"tags": ["a", "a"]}, "stands twice"),
        ({"sampling": 1}, "did you mean 'sampling_percent'"),
    ],
)
def test_bad_props_are_refused_in_words(said: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ServiceMeshProps.model_validate(said)


def test_values_cannot_have_a_key_that_no_chart_has() -> None:
    with pytest.raises(ValueError, match="node_port"):
        ServicePort(name="http", port=80, target_port=8080, node_port=1)  # pyright: ignore[reportCallIssue]


def test_the_union_makes_what_a_service_alone_would_make() -> None:
    host = "api.pg.example.com"
    alone = msa_objects("gift", "acme-app", MsaDeploymentProps(image="a:1", runtime=SpringBoot(), calls=[host]))
    union = outside_host_objects("acme-app", OutsideHostsProps(hosts=[host]))
    assert union.keys() <= alone.keys()
    for key, made in union.items():
        assert made.to_manifest()["spec"] == alone[key].to_manifest()["spec"]


def test_outside_hosts_are_domains_each_once() -> None:
    assert outside_host_objects("acme-app", OutsideHostsProps(hosts=[])) == {}
    for hosts, words in ((["a.kr", "a.kr"], "stands twice"), (["*.a.kr"], "the domain of a host outside")):
        with pytest.raises(ValueError, match=words):
            OutsideHostsProps(hosts=hosts)
    with pytest.raises(ValueError, match="a namespace is"):
        outside_host_objects("Bad", OutsideHostsProps(hosts=["a.kr"]))


def test_both_constructs_write_their_objects(tmp_path: Path) -> None:
    from cdk8s import App, Chart

    from x2bee_constructs.mesh.k8s import MeshPolicies, OutsideHosts

    app = App(outdir=str(tmp_path))
    chart = Chart(app, "mesh", disable_resource_name_hashes=True)
    policies = MeshPolicies(chart, "policies")
    OutsideHosts(chart, "outside", OutsideHostsProps(hosts=["a.kr"]), namespace="acme-app")
    with pytest.raises(ValueError, match=r"\[mesh/nowhere\] no namespace is given"):
        OutsideHosts(chart, "nowhere", OutsideHostsProps(hosts=["a.kr"]))
    chart.node.try_remove_child("nowhere")
    app.synth()
    written = list(yaml.safe_load_all((tmp_path / "mesh.k8s.yaml").read_text()))
    rules = list(objects().values())
    assert written[: len(rules)] == rules
    assert [(made["kind"], made["metadata"]["namespace"]) for made in written[len(rules) :]] == [
        ("ServiceEntry", "acme-app"),
        ("DestinationRule", "acme-app"),
    ]
    assert policies.objects.keys() == objects().keys()
