"""From the platform to the props of each construct: where `size`, `registry` and `release` take effect."""

from __future__ import annotations

from x2bee_constructs.catalog import GATEWAY
from x2bee_constructs.core.once import once
from x2bee_constructs.database.names import credentials
from x2bee_constructs.namespace.names import BATCH, CRITICAL, STANDARD, PriorityName
from x2bee_constructs.platform.apm import watched_props
from x2bee_constructs.platform.databases import database_egress, database_peers, databases_of, pool_size
from x2bee_constructs.platform.identities import access_of
from x2bee_constructs.platform.images import service_image
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.schedules import event_callers
from x2bee_constructs.platform.sessions import session_egress, session_secrets
from x2bee_constructs.platform.sizes import replicas_of
from x2bee_constructs.workload.access import aws_hosts
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot
from x2bee_constructs.workload.names import alias_of_gateway
from x2bee_constructs.workload.profile import Runtime
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.secrets import SecretKey
from x2bee_constructs.workload.service import Service

__all__ = ["deployment_props", "outside_hosts"]


@once
def deployment_props(platform: Platform, name: str) -> MsaDeploymentProps:
    """What `MsaDeployment` takes for one enabled service of the platform."""
    service = platform.services[name]
    if service.runtime is None:  # the platform's checks refuse it
        raise ValueError(f"service '{name}' has no runtime")
    return watched_props(platform, name, _unwatched(platform, name, service, service.runtime))


def _unwatched(platform: Platform, name: str, service: Service, runtime: Runtime) -> MsaDeploymentProps:
    """The service without an agent of the APM in it."""
    access = access_of(platform, name)
    return MsaDeploymentProps(
        image=service_image(platform, name, service),
        runtime=_runtime(platform, name, runtime),
        calls=service.calls,
        called_as=tuple(alias for callee in service.calls for alias in _aliases(platform, callee)),
        callers=(*_callers(platform, name), *event_callers(platform, name)),
        exposed=service.exposed,
        egress=(*database_egress(platform, service), *session_egress(platform, name), *service.egress),
        peers=tuple(database_peers(platform, service)),
        settings_from=(
            *(credentials(name, database) for database in databases_of(service)),
            *session_secrets(platform, name),
        ),
        aws=access.declared,
        aws_hosts=aws_hosts(access, platform.region),
        outside_entries=False,
        replicas=replicas_of(platform, service),
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


def _runtime(platform: Platform, name: str, runtime: Runtime) -> Runtime:
    """The runtime, told which database clusters the service uses and how large its pools are, if it can be told."""
    if not isinstance(runtime, SpringBoot | SpringBatch):
        return runtime
    service = platform.enabled_services[name]
    said: dict[str, object] = {} if runtime.clusters else {"clusters": databases_of(service)}
    if runtime.pool is None and (size := pool_size(platform, name)):
        said["pool"] = size
    return runtime.model_copy(update=said)


def _callers(platform: Platform, name: str) -> tuple[str, ...]:
    return tuple(caller for caller, service in platform.enabled_services.items() if name in service.calls)


def _priority(service: Service) -> PriorityName:
    said = service.priority or ("batch" if isinstance(service.runtime, SpringBatch) else "standard")
    names: dict[str, PriorityName] = {"critical": CRITICAL, "standard": STANDARD, "batch": BATCH}
    return names[said]


def _secret(platform: Platform, wanted: SecretKey) -> SecretKey:
    return SecretKey(secret=f"{platform.site.path}/{wanted.secret}", key=wanted.key)


def _labels(platform: Platform, service: Service) -> dict[str, str]:
    labels = {"x2bee.io/customer": platform.customer, "x2bee.io/environment": platform.environment}
    if service.team:
        labels["x2bee.io/team"] = service.team
    return labels


def _aliases(platform: Platform, name: str) -> tuple[str, ...]:
    wanted = platform.compatibility.gateway_service and name == GATEWAY
    return (alias_of_gateway(platform.site, name),) if wanted else ()
