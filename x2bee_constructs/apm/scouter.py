"""Scouter's collector as Kubernetes objects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from x2bee_constructs.apm import names
from x2bee_constructs.apm.agent import agent_labels
from x2bee_constructs.apm.installed import ScouterCollectorProps
from x2bee_constructs.apm.parts import meta, namespace_object, secret_of
from x2bee_constructs.apm.scouter_config import account_template, collector_config, group_file
from x2bee_constructs.apm.scouter_pod import collector_pod
from x2bee_constructs.core.checkov import STANDARD, skips
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import apps_v1, core_v1
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.workload.peers import isolating_policy, pods, tcp

__all__ = ["scouter_objects"]

_LABELS = {"app": names.COLLECTOR}
_DATA = "data"


def scouter_objects(site: Site, props: ScouterCollectorProps) -> dict[str, KubeObject]:
    """All of one cluster, by the id that each has in the construct tree."""
    home = names.SCOUTER_NAMESPACE
    config = {"account_group.xml": group_file(), "scouter.conf": collector_config(props.settings)}
    return {
        "namespace": namespace_object(home, "restricted"),
        "default-deny": isolating_policy(meta("default-deny", home), {}),
        "network-policy": _collector_policy(home, props),
        "account": secret_of(
            names.COLLECTOR,
            home,
            props.secret_store,
            names.scouter_secret(site),
            ["password"],
            {"account.xml": account_template()},
        ),
        "config": core_v1.ConfigMap(metadata=meta(names.COLLECTOR, home), data=config),
        "service-account": core_v1.ServiceAccount(
            metadata=meta(names.COLLECTOR, home), automount_service_account_token=False
        ),
        "service": _service(home, props),
        "stateful-set": _stateful_set(home, props, config),
    }


def _collector_policy(home: str, props: ScouterCollectorProps) -> net.NetworkPolicy:
    """The watched pods, and nobody else; it asks nobody. People come by `kubectl port-forward`, past policies."""
    agents = [pods(namespace, agent_labels("scouter", "java")) for namespace in props.namespaces]
    ports = [*tcp(names.SCOUTER_PORT), net.NetworkPolicyPort(port=names.SCOUTER_PORT, protocol="UDP")]
    into = [net.NetworkPolicyIngressRule(from_=agents, ports=ports)]
    return isolating_policy(meta(names.COLLECTOR, home), _LABELS, into)


def _service(home: str, props: ScouterCollectorProps) -> core_v1.Service:
    """UDP and TCP on one port; the mesh passes the TCP on as it is."""
    ports = [
        core_v1.ServicePort(name="tcp-agent", port=names.SCOUTER_PORT, target_port="tcp-agent", protocol="TCP"),
        core_v1.ServicePort(name="udp-agent", port=names.SCOUTER_PORT, target_port="udp-agent", protocol="UDP"),
    ]
    if props.settings.http_api:
        http = names.SCOUTER_HTTP_PORT
        ports.append(core_v1.ServicePort(name="http-api", port=http, target_port="http-api", protocol="TCP"))
    return core_v1.Service(
        metadata=meta(names.COLLECTOR, home),
        spec=core_v1.ServiceSpec(type="ClusterIP", selector=_LABELS, ports=ports),
    )


def _stateful_set(home: str, props: ScouterCollectorProps, config: Mapping[str, str]) -> apps_v1.StatefulSet:
    """One: Scouter's collector keeps all in files of its own, and shares them with nobody."""
    labels = {**_LABELS, "app.kubernetes.io/part-of": "x2bee", "sidecar.istio.io/inject": "false"}
    claim = core_v1.PersistentVolumeClaim(
        metadata=ObjectMeta(name=_DATA),
        spec=core_v1.PersistentVolumeClaimSpec(
            access_modes=["ReadWriteOnce"],
            storage_class_name=props.storage_class,
            volume_mode="Filesystem",
            resources=core_v1.VolumeResourceRequirements(requests={"storage": f"{props.settings.disk_gib}Gi"}),
        ),
    )
    text = "\0".join(f"{name}\0{found}" for name, found in sorted(config.items()))
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return apps_v1.StatefulSet(
        metadata=meta(names.COLLECTOR, home, skips(*STANDARD)),
        spec=apps_v1.StatefulSetSpec(
            replicas=1,
            service_name=names.COLLECTOR,
            revision_history_limit=2,
            selector=LabelSelector(match_labels=_LABELS),
            template=core_v1.PodTemplateSpec(
                metadata=ObjectMeta(labels=labels, annotations={"checksum/config": digest}),
                spec=collector_pod(props.image, props.settings, dict(props.node_selector)),
            ),
            volume_claim_templates=[claim],
        ),
    )
