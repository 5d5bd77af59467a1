"""From the platform to its schedulers."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.batch import names
from x2bee_constructs.batch.plugin.definition import plugin_definition, plugin_files
from x2bee_constructs.batch.props import CronicleSchedulerProps, SchedulerSpec
from x2bee_constructs.core.faults import PlacedFault, fault, meant
from x2bee_constructs.ingress.derive import public_hosts
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.identities import scheduler_bucket
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.schedules import is_scheduler
from x2bee_constructs.workload.names import host, namespace
from x2bee_constructs.workload.secrets import SecretKey

__all__ = ["batch_faults", "scheduler_props", "scheduler_stores", "schedulers"]


def scheduler_props(platform: Platform, name: str) -> CronicleSchedulerProps | None:
    """What `CronicleScheduler` takes for one service; None if it runs something else."""
    if not is_scheduler(platform.enabled_services[name]):
        return None
    kinds = names.SECRETS
    return CronicleSchedulerProps(
        service=deployment_props(platform, name),
        spec=_spec(platform, name),
        bucket=scheduler_bucket(platform, name),
        region=platform.region,
        secrets={kind: SecretKey(secret=names.secret_name(platform.site, name, kind), key="value") for kind in kinds},
        url=_url(platform, name),
        runbooks=platform.runbooks,
        plugins=(plugin_definition(),),
        plugin_files=plugin_files(),
    )


def scheduler_stores(platform: Platform) -> dict[str, int]:
    """What `BatchStore` takes: each scheduler, and how many days its backups are kept."""
    return {name: _spec(platform, name).backup_days for name in schedulers(platform)}


def batch_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What is said of schedulers that are none."""
    known = schedulers(platform)
    for name in platform.schedulers:
        if name not in known:
            hint, guess = meant(name, known)
            title = f"'{name}' is no scheduler{hint}"
            expected = f"an enabled service with runtime: cronicle ({', '.join(known) or 'there is none'})"
            wrong = fault("X2B505", title, expected=expected, fix=guess)
            yield ("schedulers", name), wrong, name
    for name in known:
        mail = _spec(platform, name).mail
        if mail and not any(mail.port in way.ports for way in platform.services[name].egress):
            why = "a scheduler reaches nothing that it does not declare"
            fix = f"services.{name}.egress: [{{cidrs: [<the mail server's network>], ports: [{mail.port}]}}]"
            wrong = fault("X2B504", "the mail server cannot be reached", why=why, fix=fix)
            yield ("schedulers", name, "mail", "port"), wrong, mail.port
        if not platform.services[name].singleton:
            why = "two pods of one name would both become primary, and start every job twice"
            wrong = fault("X2B502", "a scheduler is one pod", why=why, fix="singleton: true")
            yield ("services", name, "singleton"), wrong, False


def schedulers(platform: Platform) -> tuple[str, ...]:
    """The services that are schedulers, by name."""
    return tuple(name for name, service in platform.enabled_services.items() if is_scheduler(service))


def _spec(platform: Platform, name: str) -> SchedulerSpec:
    return platform.schedulers.get(name, SchedulerSpec())


def _url(platform: Platform, name: str) -> str:
    """The public host that leads there, for the offices; else the name inside the cluster."""
    if platform.ingress:
        for public in public_hosts(platform.ingress, platform.domain, platform.enabled_services):
            if name in public.services:
                return f"https://{public.host}"
    return f"http://{host(name, namespace(platform.site))}"
