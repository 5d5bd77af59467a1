"""What one service says, beside what its fields show alone: runtime, name, pods, image, secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from x2bee_constructs.catalog import GATEWAY, STANDARD_SERVICES
from x2bee_constructs.core.faults import PlacedFault, fault, nearest
from x2bee_constructs.core.names import Label
from x2bee_constructs.namespace.names import ALLOW_DNS, ALLOW_MESH, DEFAULT_DENY
from x2bee_constructs.platform.names import SYSTEM_CHARTS
from x2bee_constructs.platform.sizes import least_pods
from x2bee_constructs.workload.names import alias_of_gateway, has_registry, image_name
from x2bee_constructs.workload.objectives import Objectives, objective_of
from x2bee_constructs.workload.props import setting_faults, singleton_faults
from x2bee_constructs.workload.service import Service

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["runtime_faults", "service_faults"]

_RUNTIMES = "nextjs, spring-boot, spring-cloud-gateway, spring-batch, nodejs or cronicle"

_TYPING_ERROR = 0.92
"""How like a standard name a name must be: x2bee-api-ordr is x2bee-api-order, x2bee-api-gift is not x2bee-api-bo."""

_label: TypeAdapter[str] = TypeAdapter(Label)


def service_faults(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    """Every fault of one enabled service for which no other service need be looked at."""
    yield from _name(platform, name)
    yield from _pods(platform, name, service)
    yield from _image(platform, name, service)
    yield from _secrets(platform, name, service)
    yield from _promise(platform, name, service)


def runtime_faults(name: str, service: Service) -> Iterator[PlacedFault]:
    """The fault of a service that says no runtime, and is no standard one; also of one that is not enabled."""
    if service.runtime is None:
        if guess := nearest(name, STANDARD_SERVICES, cutoff=_TYPING_ERROR):
            wrong = fault("X2B113", f"'{name}' is no standard service; did you mean '{guess}'?", fix=guess)
            yield ("services", name, "runtime"), wrong, name
            return
        why = "it is not one of the 15 standard services, which have one of their own"
        wrong = fault(
            "X2B105",
            f"missing key 'runtime' of service '{name}'",
            expected=_RUNTIMES,
            why=why,
            fix="runtime: spring-boot",
        )
        yield ("services", name, "runtime"), wrong, None


def _name(platform: Platform, name: str) -> Iterator[PlacedFault]:
    taken: dict[str, str] = dict.fromkeys(SYSTEM_CHARTS, "a chart of the platform's own has this name")
    taken |= dict.fromkeys((ALLOW_DNS, ALLOW_MESH, DEFAULT_DENY), "a NetworkPolicy of the namespace has this name")
    if platform.compatibility.gateway_service:
        taken[alias_of_gateway(platform.site, GATEWAY)] = "compatibility.gateway_service gives the gateway this name"
    if name in taken:
        yield ("services", name, "[key]"), fault("X2B114", f"no service can be called '{name}'", why=taken[name]), name


def _pods(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    for place, wrong, got in singleton_faults(service.singleton, service.replicas.min, service.replicas.max):
        yield ("services", name, *place), wrong, got
    least, most, needed = service.replicas.min, service.replicas.max, least_pods(platform)
    if least and least < needed and most != least:
        why = "here what is autoscaled has a pod in each zone; a fixed number may be smaller"
        wrong = fault("X2B117", f"'{name}' has too few pods", expected=f"at least {needed}", got=str(least), why=why)
        yield ("services", name, "replicas", "min"), wrong, least
    if service.scaling.requests_per_second and (service.singleton or (most and most == least)):
        wrong = fault("X2B119", "requests_per_second cannot work here", why="a fixed number of pods is not scaled")
        yield ("services", name, "scaling", "requests_per_second"), wrong, None
    if service.runtime:
        for place, wrong, got in setting_faults(service.runtime, service.env, service.files, service.secrets):
            yield ("services", name, *place), wrong, got


def _promise(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    """Nobody is told of what cannot be missed, or is not measured."""
    said = service.objectives
    objective = service.runtime and objective_of(service.runtime, said)
    if platform.istio_revision is None:
        standard = STANDARD_SERVICES[name].objectives if name in STANDARD_SERVICES else Objectives()
        for field in ("availability", "latency_ms", "latency_percent"):
            if (got := getattr(said, field)) is not None and got != getattr(standard, field):
                why = "the mesh counts requests and their times, and there is none"
                wrong = fault("X2B383", f"nobody measures what '{name}' promises", why=why, related="istio_revision")
                yield ("services", name, "objectives", field), wrong, got
    elif objective and objective.latency_ms >= service.timing.request * 1000:
        field = ("objectives", "latency_ms") if said.latency_ms else ("timing", "request")
        wrong = fault(
            "X2B382",
            f"'{name}' is cut off before it is slower than it promises",
            expected=f"latency_ms below {service.timing.request * 1000}, which is timing.request",
            got=f"{objective.latency_ms:g}",
            why="callers wait no longer than that, so that no answer could ever be late",
            related=f"services.{name}.timing.request" if said.latency_ms and service.timing.model_fields_set else "",
        )
        yield ("services", name, *field), wrong, objective.latency_ms


def _secrets(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    begin = f"{platform.site.path}/"
    for variable, wanted in service.secrets.items():
        if wanted.secret.startswith(begin):
            fix = f"secret: {wanted.secret.removeprefix(begin)}"
            wrong = fault("X2B106", f"'{begin}' is put before the name", got=wanted.secret, fix=fix)
            yield ("services", name, "secrets", variable, "secret"), wrong, wanted.secret


def _image(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    if platform.registry != "ecr" or not service.image or has_registry(service.image):
        return
    try:
        _label.validate_python(image_name(service.image))
    except ValidationError:
        why = "with registry: ecr each image has a repository of this platform's"
        wrong = fault(
            "X2B106",
            f"'{image_name(service.image)}' cannot be a repository",
            expected="one name of at most 40 letters, digits and '-'",
            why=why,
        )
        yield ("services", name, "image"), wrong, service.image
