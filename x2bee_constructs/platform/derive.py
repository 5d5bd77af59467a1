"""From the platform to the props of each construct: where `size`, `registry` and `release` take effect."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.catalog import GATEWAY
from x2bee_constructs.core.regions import three_zones
from x2bee_constructs.delivery import names as delivery
from x2bee_constructs.namespace.names import BATCH, CRITICAL, STANDARD, PriorityName
from x2bee_constructs.network.props import NetworkProps
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import SIZES, least_pods
from x2bee_constructs.workload.access import aws_hosts
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot
from x2bee_constructs.workload.names import alias_of_gateway, has_registry, image_name
from x2bee_constructs.workload.node import NextJs, NodeJs
from x2bee_constructs.workload.profile import Runtime
from x2bee_constructs.workload.props import Egress, MsaDeploymentProps, Replicas
from x2bee_constructs.workload.secrets import SecretKey
from x2bee_constructs.workload.service import Service

__all__ = ["deployment_props", "log_days", "network_props", "outside_hosts", "repositories"]

_DATA_SUBJECTS_FOR_TWO_YEARS = 50_000
"""Personal Information Protection Act, standard of measures for securing personal data: access records are kept one
year, two from this many data subjects (secondary source; counsel must confirm)."""


_POSTGRES_PORT = 5432
_REDIS_PORT = 6379


def deployment_props(platform: Platform, name: str) -> MsaDeploymentProps:
    """What `MsaDeployment` takes for one enabled service of the platform."""
    service = platform.services[name]
    if service.runtime is None:  # the platform's checks refuse it
        raise ValueError(f"service '{name}' has no runtime")
    return MsaDeploymentProps(
        image=_image(platform, name, service),
        runtime=_runtime(service.runtime, service),
        calls=service.calls,
        called_as=tuple(alias for callee in service.calls for alias in _aliases(platform, callee)),
        callers=_callers(platform, name),
        exposed=service.exposed,
        egress=(*_ways_out(platform, service), *service.egress),
        aws=service.access.declared,
        aws_hosts=aws_hosts(service.access, platform.region),
        outside_entries=False,
        replicas=_replicas(platform, service),
        scaling=service.scaling,
        singleton=service.singleton,
        concurrency=service.concurrency,
        retries=service.retries,
        timing=service.timing,
        resources=service.resources,
        priority_class=_priority(service),
        env=service.env,
        files=service.files,
        secrets={variable: _secret(platform, wanted) for variable, wanted in service.secrets.items()},
        mesh=platform.istio_revision is not None,
        node_selector=platform.node_selector,
        labels=_labels(platform, service),
        owner=service.owner,
        runbook=service.runbook,
        service_aliases=_aliases(platform, name),
    )


def outside_hosts(platform: Platform) -> tuple[str, ...]:
    """The hosts outside the mesh that any enabled service calls, in order, each once; none without the mesh.

    The namespace has one ServiceEntry for each; which of them a service reaches, its own Sidecar says.
    """
    if platform.istio_revision is None:
        return ()
    used = (deployment_props(platform, name).outside_hosts for name in platform.enabled_services)
    return tuple(sorted({host for hosts in used for host in hosts}))


def _runtime(runtime: Runtime, service: Service) -> Runtime:
    """The runtime, told which database clusters the service uses, if it is one that can be told."""
    clusters = tuple(dict.fromkeys(name for name in (service.database, *service.reads) if name))
    if isinstance(runtime, SpringBoot) and not runtime.clusters:
        return runtime.model_copy(update={"clusters": clusters})
    return runtime


def _callers(platform: Platform, name: str) -> tuple[str, ...]:
    return tuple(caller for caller, service in platform.enabled_services.items() if name in service.calls)


def _ways_out(platform: Platform, service: Service) -> tuple[Egress, ...]:
    """The way to databases and Redis: they have no addresses before they are made, so the VPC's are allowed."""
    ports = [_POSTGRES_PORT] if service.database or service.reads else []
    if service.runtime and "redis" in service.runtime.profile().ways_out:
        ports.append(_REDIS_PORT)
    return (Egress(cidrs=(platform.network.vpc_cidr,), ports=tuple(ports)),) if ports else ()


def _priority(service: Service) -> PriorityName:
    said = service.priority or ("batch" if isinstance(service.runtime, SpringBatch) else "standard")
    names: dict[str, PriorityName] = {"critical": CRITICAL, "standard": STANDARD, "batch": BATCH}
    return names[said]


def _secret(platform: Platform, wanted: SecretKey) -> SecretKey:
    return SecretKey(secret=f"{platform.site.path}/{wanted.secret}", key=wanted.key)


def network_props(platform: Platform) -> NetworkProps:
    """What `Network` takes."""
    given = platform.network
    own: dict[str, object] = {
        "cidr": given.cidr,
        "nat_gateways": given.nat_gateways or SIZES[platform.size].nat_gateways,
        "flow_log_days": log_days(platform),
        "interface_endpoints": given.interface_endpoints,
    }
    return NetworkProps.model_validate(
        {
            **({} if given.existing else own),
            "existing": given.existing,
            "zones": given.zones or three_zones(platform.region) or (),
            "alarm_emails": platform.alarm_emails,
            "budget": platform.budget,
        }
    )


def log_days(platform: Platform) -> Literal[365, 731]:
    """How long records of access are kept, in days, as CloudWatch counts one year and two."""
    few_members = platform.members is not None and platform.members < _DATA_SUBJECTS_FOR_TWO_YEARS
    return 365 if few_members else 731


def repositories(platform: Platform) -> tuple[str, ...]:
    """The image repositories that the platform's own registry must have, by image name; none with another registry."""
    if platform.registry != "ecr":
        return ()
    used = (_relative(name, service, platform.release) for name, service in platform.enabled_services.items())
    return tuple(sorted({image_name(image) for image in used if not has_registry(image)}))


def _image(platform: Platform, name: str, service: Service) -> str:
    image = _relative(name, service, platform.release)
    if has_registry(image):
        return image
    if platform.registry == "ecr":
        return f"{delivery.registry(platform.account, platform.region)}/{delivery.repository(platform.site, image)}"
    return f"{platform.registry.rstrip('/')}/{image}"


def _relative(name: str, service: Service, release: str) -> str:
    return service.image or f"{name}:{release}"


def _replicas(platform: Platform, service: Service) -> Replicas:
    size, given = SIZES[platform.size], service.replicas
    if service.singleton:
        return Replicas(min=1, max=1)
    usual = max(size.least, least_pods(platform))
    least = given.min or min(usual, given.max or usual)
    return Replicas(min=least, max=given.max or max(size.most, least))


def _labels(platform: Platform, service: Service) -> dict[str, str]:
    labels = {"x2bee.io/customer": platform.customer, "x2bee.io/environment": platform.environment}
    if service.team:
        labels["x2bee.io/team"] = service.team
    if platform.apm.vendor != "none" and not isinstance(service.runtime, NextJs | NodeJs):
        labels["x2bee.io/apm"] = platform.apm.vendor
    return labels


def _aliases(platform: Platform, name: str) -> tuple[str, ...]:
    wanted = platform.compatibility.gateway_service and name == GATEWAY
    return (alias_of_gateway(platform.site, name),) if wanted else ()
