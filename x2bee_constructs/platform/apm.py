"""From the platform to its application performance monitoring: the agents of its services, and where they send to."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.apm.agent import Agent, Init, Watched
from x2bee_constructs.apm.agents import otel_agent, scouter_agent, whatap_agent
from x2bee_constructs.apm.alerts import scouter_alerts, whatap_alerts
from x2bee_constructs.apm.installed import ScouterCollectorProps, WhatapOperatorProps
from x2bee_constructs.apm.names import (
    COLLECTOR,
    SCOUTER_NAMESPACE,
    WHATAP_NAMESPACE,
    WHATAP_OPERATOR,
    Language,
    scouter_secret,
    whatap_secret,
)
from x2bee_constructs.apm.props import Otel, Scouter, Whatap
from x2bee_constructs.core.alerts import Alert
from x2bee_constructs.platform.delivery import argocd_cluster
from x2bee_constructs.platform.images import (
    SCOUTER_AGENT_IMAGE,
    SCOUTER_COLLECTOR_IMAGE,
    own_images,
    platform_image,
    service_image,
)
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.stores import APM, stores_of
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot, SpringCloudGateway
from x2bee_constructs.workload.names import namespace
from x2bee_constructs.workload.node import NextJs, NodeJs
from x2bee_constructs.workload.profile import Runtime
from x2bee_constructs.workload.props import MsaDeploymentProps, Surroundings
from x2bee_constructs.workload.sizing import bytes_of, bytes_text

__all__ = ["apm_alerts", "apm_namespaces", "apm_secrets", "scouter_props", "watched_props", "whatap_props"]

_MI = 1024**2
_OTLP_HTTP = 4318


def watched_props(platform: Platform, name: str, props: MsaDeploymentProps) -> MsaDeploymentProps:
    """The props of a service with its agent in them; as they were where it gets none."""
    agent = _agent(platform, name, props)
    return _with(props, agent) if agent else props


def whatap_props(platform: Platform) -> WhatapOperatorProps | None:
    """What `WhatapOperator` takes; None with another vendor."""
    if not isinstance(platform.apm, Whatap):
        return None
    return WhatapOperatorProps(
        settings=platform.apm,
        namespaces=(namespace(platform.site),),
        secret_store=stores_of(APM)["secret_store"],
        argocd_cluster=argocd_cluster(platform),
        node_selector=platform.node_selector,
    )


def scouter_props(platform: Platform) -> ScouterCollectorProps | None:
    """What `ScouterCollector` takes; None with another vendor."""
    if not isinstance(platform.apm, Scouter):
        return None
    return ScouterCollectorProps(
        image=platform_image(platform, own_images(platform)[SCOUTER_COLLECTOR_IMAGE]),
        settings=platform.apm,
        namespaces=(namespace(platform.site),),
        secret_store=stores_of(APM)["secret_store"],
        node_selector=platform.node_selector,
    )


def apm_secrets(platform: Platform) -> Mapping[str, tuple[str, ...]]:
    """The secrets that the vendor's own programs are given, by name, and who reads each."""
    if isinstance(platform.apm, Whatap):
        return {whatap_secret(platform.site): (WHATAP_OPERATOR,)}
    return {scouter_secret(platform.site): (COLLECTOR,)} if isinstance(platform.apm, Scouter) else {}


def apm_namespaces(platform: Platform) -> tuple[str, ...]:
    """The namespaces in which the vendor's programs have a secret."""
    if isinstance(platform.apm, Whatap):
        return (WHATAP_NAMESPACE,)
    return (SCOUTER_NAMESPACE,) if isinstance(platform.apm, Scouter) else ()


def apm_alerts(platform: Platform) -> tuple[Alert, ...]:
    """When the watching itself is broken; OpenTelemetry's has nothing of its own that could be."""
    if isinstance(platform.apm, Whatap):
        return whatap_alerts((namespace(platform.site),))
    return scouter_alerts() if isinstance(platform.apm, Scouter) else ()


def _agent(platform: Platform, name: str, props: MsaDeploymentProps) -> Agent | None:
    language, spec = _language(props.runtime), platform.apm
    if language is None:
        return None
    watched = Watched(
        service=name,
        language=language,
        customer=platform.customer,
        environment=platform.environment,
        image=service_image(platform, name, platform.services[name]),
        node_options=props.env.get("NODE_OPTIONS", ""),
    )
    if isinstance(spec, Whatap):
        return whatap_agent(spec, watched)
    if isinstance(spec, Scouter):
        image = platform_image(platform, own_images(platform)[SCOUTER_AGENT_IMAGE])
        return scouter_agent(spec.memory_mib, image, watched)
    return otel_agent(spec, watched, _spans(props.surroundings)) if isinstance(spec, Otel) else None


def _language(runtime: Runtime) -> Language | None:
    """A customer's own runtime has one of ours as its base, or no agent: nobody knows how its program starts."""
    if isinstance(runtime, SpringBoot | SpringBatch | SpringCloudGateway):
        return "java"
    return "nodejs" if isinstance(runtime, NextJs | NodeJs) else None


def _spans(around: Surroundings) -> str:
    return f"http://{around.collector}.{around.mesh_namespace}:{_OTLP_HTTP}"


def _with(props: MsaDeploymentProps, agent: Agent) -> MsaDeploymentProps:
    """The service's own settings win, except in what makes the agent start."""
    profile, given = props.runtime.profile(), props.resources
    resources = {
        "memory": _more(given.memory or profile.memory, agent.memory_mib),
        "ephemeral_storage": _more(given.ephemeral_storage, agent.disk_mib),
    }
    starts = {"NODE_OPTIONS": agent.env["NODE_OPTIONS"]} if "NODE_OPTIONS" in agent.env else {}
    said = {name: getattr(props, name) for name in MsaDeploymentProps.model_fields}
    return MsaDeploymentProps.model_validate(
        {
            **said,
            "runtime": _runtime(props.runtime, agent),
            "labels": {**props.labels, **agent.labels},
            "env": {**agent.env, **props.env, **starts},
            "pod_fields": {**agent.pod_fields, **props.pod_fields},
            "direct_env": tuple(dict.fromkeys((*agent.direct_env, *props.direct_env))),
            "files": {**agent.files, **props.files},
            **_laid_in(props, agent.init),
            "egress": (*props.egress, *agent.egress),
            "peers": (*props.peers, *agent.peers),
            "traces": props.traces or agent.traces,
            "resources": given.model_copy(update=resources),
        }
    )


def _laid_in(props: MsaDeploymentProps, init: Init | None) -> dict[str, object]:
    """The agent comes before the service's own containers, which may use it."""
    if init is None:
        return {}
    return {
        "init_containers": (init.container, *props.init_containers),
        "volumes": (init.volume, *props.volumes),
        "volume_mounts": (init.mount, *props.volume_mounts),
    }


def _runtime(runtime: Runtime, agent: Agent) -> Runtime:
    """The agent's options come after the service's; with an agent that traces, the program itself does not."""
    if not isinstance(runtime, SpringBoot | SpringBatch | SpringCloudGateway):
        return runtime
    options = f"{runtime.jvm_options} {agent.jvm_options}".strip()
    return runtime.model_copy(update={"jvm_options": options, "tracing": runtime.tracing and not agent.traces})


def _more(quantity: str, mib: int) -> str:
    return bytes_text(bytes_of(quantity) + mib * _MI) if mib else quantity
