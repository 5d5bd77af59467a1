"""What you may say about application performance monitoring: one vendor, with settings of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator

from x2bee_constructs.apm.fields import AgentMemory, AgentVersion, KeepDays, Percent
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.faults import PlacedFault, fault, meant, raise_faults, show
from x2bee_constructs.core.props import Bool, Count, Distinct, Port, Props
from x2bee_constructs.core.versions import OTEL_JAVA_AGENT, OTEL_NODEJS_AGENT, WHATAP_JAVA_AGENT
from x2bee_constructs.workload.fields import Cpu, Image, Ipv4Cidr

__all__ = ["Apm", "NoApm", "Otel", "Scouter", "Vendor", "Whatap"]

Vendor = Literal["none", "whatap", "scouter", "otel"]
"""Whose agent watches the services."""


class NoApm(Props):
    """Nobody watches."""

    vendor: Literal["none"] = "none"
    """Nobody."""


class Whatap(Props):
    """WhaTap: its operator puts the agent into the services' pods, which send to WhaTap's collection servers."""

    vendor: Literal["whatap"] = "whatap"
    """WhaTap."""
    java: AgentVersion = WHATAP_JAVA_AGENT.version
    """The tag of WhaTap's image `apm-init-java`, whose agent the JVM services get; the pinned one if not given."""
    nodejs: AgentVersion | None = None
    """The tag of WhaTap's image `apm-init-nodejs`, whose agent the Node.js services get. They get none if not given:
    the agent is a second process in the pod, so it is for who asked for it."""
    collectors: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)] = ("13.124.11.223/32", "13.209.172.35/32")
    """The collection servers, as networks: they must be those of `WHATAP_HOST` in the secret. WhaTap's in Seoul if not
    given (docs.whatap.io, agent installation)."""
    port: Port = 6600
    """Their TCP port: that of `WHATAP_PORT` in the secret. 6600 if not given, as WhaTap has it."""
    memory_mib: AgentMemory = 128
    """Memory that each watched program's container gets on top, in MiB; 128 if not given (our judgement)."""


class Scouter(Props):
    """Scouter: a collector in the cluster, and its Java agent in each JVM service's pod."""

    vendor: Literal["scouter"] = "scouter"
    """Scouter."""
    collector_image: Image | None = None
    """The collector's image, made from `images/scouter-collector`: `name:tag` in the platform's registry, or one with a
    registry of its own; `x2bee-scouter-collector` with the platform's release as tag if not given."""
    agent_image: Image | None = None
    """The agent's image, made from `images/scouter-agent`; `x2bee-scouter-agent` with the platform's release as tag if
    not given."""
    disk_gib: Annotated[Count, Field(ge=10, le=16_000)] = 100
    """The collector's disk, in GiB; 100 if not given (our judgement). At 80 % of it the oldest day goes first, whatever
    the days below say."""
    profile_days: KeepDays = 7
    """How many days the steps inside each request are kept, which are the most of the disk; 7 if not given."""
    request_days: KeepDays = 14
    """How many days each request's line is kept; 14 if not given."""
    counter_days: KeepDays = 70
    """How many days counters (heap, requests per second) are kept; 70 if not given, as Scouter has it."""
    http_api: Bool = False
    """Whether the collector also answers its HTTP API (port 6180), to who has logged in. False if not given: Scouter's
    own client needs 6100 alone."""
    cpu: Cpu = "500m"
    """CPU that the collector asks for; 500m if not given (our judgement). It has no limit."""
    collector_memory_mib: Annotated[Count, Field(ge=1024, le=65_536)] = 2048
    """Memory of the collector, request and limit, in MiB, half of it heap; 2048 if not given: Scouter's own script
    starts it with 1 GiB of heap."""
    memory_mib: AgentMemory = 128
    """Memory that each watched program's container gets on top, in MiB; 128 if not given (our judgement)."""


class Otel(Props):
    """OpenTelemetry's own agents: spans go to the platform's collector, and no vendor is needed."""

    vendor: Literal["otel"] = "otel"
    """OpenTelemetry."""
    java: AgentVersion = OTEL_JAVA_AGENT.version
    """The Java agent's version; the pinned one if not given."""
    nodejs: AgentVersion | None = OTEL_NODEJS_AGENT.version
    """The version of Node.js' automatic instrumentation; the pinned one if not given. With null Node.js services get no
    agent."""
    sampling_percent: Percent = 100.0
    """Percent of what begins inside a service (a batch's run) that is recorded. 100 if not given. A request that comes
    through the mesh is recorded if the mesh decided so, and the collector keeps what is worth it."""
    memory_mib: AgentMemory = 160
    """Memory that each watched program's container gets on top, in MiB; 160 if not given (our judgement)."""


_VENDORS: Mapping[str, type[Props]] = {"none": NoApm, "whatap": Whatap, "scouter": Scouter, "otel": Otel}


def _by_vendor(value: Any, known: ValidatorFunctionWrapHandler) -> Any:
    """A word alone is that vendor with its defaults; a mapping without `vendor` means none."""
    mapping = {"vendor": value} if isinstance(value, str) else as_mapping(value)
    if mapping is None:
        return known(value)
    said = {"vendor": "none", **mapping}
    raise_faults("Apm", _of_another(said))
    return known(said)


def _of_another(said: Mapping[str, Any]) -> list[PlacedFault]:
    """A vendor that is none, and settings of one that was not chosen: an unknown key would not say whose."""
    vendor = said["vendor"]
    if not isinstance(vendor, str) or vendor not in _VENDORS:
        hint, guess = meant(str(vendor), _VENDORS)
        wrong = fault(
            "X2B104",
            f"'vendor' cannot be {show(vendor)}{hint}",
            expected="'none', 'whatap', 'scouter' or 'otel'",
            got=show(vendor),
            fix=guess,
        )
        return [(("vendor",), wrong, vendor)]
    own, found = _VENDORS[vendor].model_fields, list[PlacedFault]()
    for key, value in said.items():
        theirs = [name for name, model in _VENDORS.items() if key in model.model_fields and key not in own]
        if theirs:
            title = f"'{key}' is a setting of {' and '.join(theirs)}, and the vendor is {vendor}"
            wrong = fault("X2B440", title, fix=f"take it out, or say vendor: {theirs[0]}", related="vendor")
            found.append(((key,), wrong, value))
    return found


Apm: TypeAlias = Annotated[
    Annotated[NoApm | Whatap | Scouter | Otel, Field(discriminator="vendor")], WrapValidator(_by_vendor)
]
"""One switch: `whatap`, or `{vendor: whatap, java: 2.2.68}`."""
