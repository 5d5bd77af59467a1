"""The agent of each vendor: what a watched pod gets of WhaTap, Scouter and OpenTelemetry."""

from __future__ import annotations

from x2bee_constructs.apm.agent import Agent, Watched, agent_init, agent_labels
from x2bee_constructs.apm.names import COLLECTOR, SCOUTER_NAMESPACE, SCOUTER_PORT
from x2bee_constructs.apm.props import Otel, Whatap
from x2bee_constructs.apm.scouter_config import agent_config
from x2bee_constructs.workload.names import host
from x2bee_constructs.workload.props import Egress, Peer

__all__ = ["otel_agent", "scouter_agent", "whatap_agent"]

_OTEL_IMAGES = "ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation"
"""Images of the OpenTelemetry operator, which hold the agents and `cp`."""

_WHATAP_DISK = 192
_SCOUTER_DISK = 32
_OTEL_DISK = {"java": 64, "nodejs": 384}
"""In MiB, our judgement: OpenTelemetry's jar has 25 MiB, Node.js' packages some 200."""

_SCOUTER_FILE = "/etc/scouter/scouter.conf"

_POD_NAME = "X2BEE_POD_NAME"


def whatap_agent(spec: Whatap, watched: Watched) -> Agent | None:
    """What the operator needs to put its agent in: the labels by which it finds the pod, and settings it appends to.

    It looks at what stands in the container alone, and what it puts there hides a ConfigMap's variable of that name.
    """
    if watched.language == "nodejs" and not spec.nodejs:
        return None
    variable = {"java": "JAVA_TOOL_OPTIONS", "nodejs": "NODE_OPTIONS"}[watched.language]
    return Agent(
        labels=agent_labels("whatap", watched.language),
        memory_mib=spec.memory_mib,
        disk_mib=_WHATAP_DISK,
        direct_env=(variable,),
        egress=(Egress(cidrs=spec.collectors, ports=(spec.port,)),),
    )


def scouter_agent(memory_mib: int, image: str, watched: Watched) -> Agent | None:
    """Scouter's Java agent; it has none for Node.js.

    It sends counters and profiles by UDP and is asked by TCP. The mesh's proxy takes TCP alone, so UDP leaves the pod
    as it is, and the NetworkPolicy is what holds for it.
    """
    if watched.language != "java":
        return None
    init = agent_init(image, ("cp", "/scouter/scouter.agent.jar"), _SCOUTER_DISK)
    options = f"-javaagent:{init.folder}/scouter.agent.jar -Dscouter.config={_SCOUTER_FILE}"
    return Agent(
        labels=agent_labels("scouter", "java"),
        memory_mib=memory_mib,
        disk_mib=_SCOUTER_DISK,
        # Since Java 17 the agent may not weave without the first, nor take thread dumps without the second.
        jvm_options=f"{options} --add-opens=java.base/java.lang=ALL-UNNAMED -Djdk.attach.allowAttachSelf=true",
        pod_fields={_POD_NAME: "metadata.name"},
        files={_SCOUTER_FILE: agent_config(host(COLLECTOR, SCOUTER_NAMESPACE), watched.service, _POD_NAME)},
        peers=(_collector(),),
        init=init,
    )


def otel_agent(spec: Otel, watched: Watched, endpoint: str) -> Agent | None:
    """OpenTelemetry's agent for Java, or its automatic instrumentation for Node.js. Spans alone.

    Metrics are the actuator's and Prometheus', logs Fluentd's: a second way would only cost.
    """
    version = spec.java if watched.language == "java" else spec.nodejs
    if version is None:
        return None
    what = "/javaagent.jar" if watched.language == "java" else "/autoinstrumentation/."
    disk = _OTEL_DISK[watched.language]
    init = agent_init(f"{_OTEL_IMAGES}-{watched.language}:{version}", ("cp", "-r", what), disk)
    return Agent(
        labels=agent_labels("otel", watched.language),
        memory_mib=spec.memory_mib,
        disk_mib=disk,
        jvm_options=f"-javaagent:{init.folder}/javaagent.jar" if watched.language == "java" else "",
        env={**_otel_settings(spec, watched, endpoint), **_own_spans(watched, init.folder)},
        pod_fields={_POD_NAME: "metadata.name"},
        direct_env=("OTEL_RESOURCE_ATTRIBUTES",),
        traces=True,
        init=init,
    )


def _collector() -> Peer:
    return Peer(
        namespace=SCOUTER_NAMESPACE,
        services=(COLLECTOR,),
        pods={"app": COLLECTOR},
        ports=(SCOUTER_PORT,),
        udp_ports=(SCOUTER_PORT,),
    )


def _otel_settings(spec: Otel, watched: Watched, endpoint: str) -> dict[str, str]:
    """Names of OpenTelemetry's SDK configuration; the request's caller decides, and who begins one draws lots."""
    attributes = {
        "deployment.environment.name": watched.environment,
        "service.instance.id": f"$({_POD_NAME})",
        "service.namespace": watched.customer,
        "service.version": _version(watched.image),
    }
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_LOGS_EXPORTER": "none",
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_PROPAGATORS": "tracecontext,baggage",
        "OTEL_RESOURCE_ATTRIBUTES": ",".join(f"{key}={value}" for key, value in attributes.items()),
        "OTEL_SERVICE_NAME": watched.service,
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": f"{spec.sampling_percent / 100:g}",
    }


def _own_spans(watched: Watched, folder: str) -> dict[str, str]:
    """One tracer in a program: two would each send its own half of every request.

    Spring's switch of 3 and that of 4, where it was renamed; a version does not read the other's.
    """
    if watched.language == "java":
        return {"MANAGEMENT_TRACING_ENABLED": "false", "MANAGEMENT_TRACING_EXPORT_ENABLED": "false"}
    return {"NODE_OPTIONS": f"{watched.node_options} --require {folder}/autoinstrumentation.js".strip()}


def _version(image: str) -> str:
    """The tag, or the beginning of the digest."""
    name, _, digest = image.partition("@sha256:")
    return digest[:12] if digest else name.rpartition(":")[2]
