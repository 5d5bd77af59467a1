"""From the platform to its logs: the store, Fluentd, and whether what is logged fits."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.faults import PlacedFault, fault, meant
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.logging.budget import buffer_budget, buffer_faults, storage_budget, storage_faults
from x2bee_constructs.logging.efk import EfkStackProps
from x2bee_constructs.logging.identities import log_identities
from x2bee_constructs.logging.props import LoggingSpec, LogStoreProps
from x2bee_constructs.logging.retention import retention_faults
from x2bee_constructs.logging.volume import DailyVolume, derived_volume, said_volume
from x2bee_constructs.network.addresses import app_cidrs
from x2bee_constructs.platform.images import FLUENTD_IMAGE, own_images, platform_image
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.observability import log_guests
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import replicas_of
from x2bee_constructs.platform.stores import LOGGING, stores_of

__all__ = ["efk_props", "log_faults", "log_pods", "log_store_props", "log_sums"]


def log_store_props(platform: Platform) -> LogStoreProps | None:
    """What `LogStore` takes; None for a platform that says nothing of logs."""
    logs = platform.logs
    if logs is None:
        return None
    zone = platform.ingress.zone if platform.ingress else None
    return LogStoreProps.model_validate(
        {
            "domain": platform.domain,
            "app_cidrs": app_cidrs(network_props(platform)),
            "people_cidrs": logs.people_cidrs,
            "logs": logs,
            "guests": log_guests(platform),
            "members": platform.members,
            "production": platform.environment == "prd",
            "zone": {"id": zone.id, "name": zone.name} if zone else None,
            "certificate": logs.certificate,
            "runbooks": platform.runbooks,
        }
    )


def efk_props(platform: Platform) -> EfkStackProps | None:
    """What `EfkStack` takes; None for a platform that says nothing of logs."""
    logs, store = platform.logs, log_store_props(platform)
    if logs is None or store is None:
        return None
    volume = _volume(platform, logs)
    given = {"buffer_gib": buffer_budget(logs, volume, _nodes(platform)).given_gib} if volume else {}
    return EfkStackProps.model_validate(
        {
            "image": platform_image(platform, own_images(platform)[FLUENTD_IMAGE]),
            "region": platform.region,
            "account": platform.account,
            "domain": platform.domain,
            "hot_days": {one.kind: one.hot_days for one in store.kept},
            "replicas": logs.opensearch.replicas,
            "classes": logs.services,
            "masks": logs.masks,
            "mask_fields": logs.mask_fields,
            "login": logs.dashboards.login.kind,
            "groups": logs.dashboards.groups,
            "guests": log_guests(platform),
            "runbooks": platform.runbooks,
            "secrets_manager": stores_of(LOGGING)["secret_store"],
            **given,
        }
    )


def log_pods(platform: Platform) -> tuple[PodIdentity, ...]:
    """Who writes logs and who prepares the indices; nobody without logs."""
    return log_identities(platform.site, platform.account, platform.region) if platform.logs else ()


def log_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What the law, the services and the disks have against what was said of logs."""
    logs = platform.logs
    if logs is None:
        return
    found = list(retention_faults(logs, platform.members))
    for name in logs.services.keys() - platform.enabled_services.keys():
        hint, guess = meant(name, platform.enabled_services)
        wrong = fault("X2B201", f"there is no service '{name}'{hint}", expected="a service of the platform", fix=guess)
        found.append((("services", name), wrong, name))
    if not (platform.ingress and platform.ingress.zone) and not logs.certificate:
        why = "a certificate is proved in the public zone, and without one OpenSearch has no name of ours"
        fix = "certificate: the id of one that has it, or ingress.zone"
        title = f"nothing proves that logs.{platform.domain} is ours"
        found.append((("certificate",), fault("X2B355", title, why=why, fix=fix), None))
    volume = _volume(platform, logs)
    if volume:  # one that was said is judged alone where it stands, and here with what guests keep beside it
        found += storage_faults(logs, volume, log_guests(platform))
    if volume:
        found += buffer_faults(logs, volume, _nodes(platform))
    for place, wrong, got in found:
        yield ("logs", *place), wrong, got


def log_sums(platform: Platform) -> tuple[str, ...]:
    """What is logged against what there is, as sums for people; nothing where the volume is not known."""
    logs = platform.logs
    volume = _volume(platform, logs) if logs else None
    if not logs or not volume:
        return ()
    return storage_budget(logs, volume, log_guests(platform)).sum, buffer_budget(logs, volume, _nodes(platform)).sum


def _volume(platform: Platform, logs: LoggingSpec) -> DailyVolume | None:
    """As it was said, else as the requests per second of services let one expect; None where nobody says either."""
    if logs.volume.gib_per_day:
        return said_volume(logs.volume.gib_per_day)
    peaks = {
        name: float(service.scaling.requests_per_second * replicas_of(platform, service).max)
        for name, service in platform.enabled_services.items()
        if service.scaling.requests_per_second
    }
    return derived_volume(peaks) if peaks else None


def _nodes(platform: Platform) -> int:
    """One in each zone at least: the fewest that share the lines between them."""
    return len(network_props(platform).zones)
