"""Which secrets of the services AWS has to hold, for people to fill."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.delivery.argo.secrets import delivery_secrets
from x2bee_constructs.platform.apm import apm_secrets
from x2bee_constructs.platform.props import Platform

__all__ = ["service_secrets"]


def service_secrets(platform: Platform) -> Mapping[str, tuple[str, ...]]:
    """Each secret that an enabled service is given as a setting or reads itself, by name, and the services that do.

    With them those of the APM's own programs, and of Argo CD.

    Names are whole: `x2bee/<customer>/<environment>/…`, in their order.
    """
    readers = {secret: set(programs) for secret, programs in apm_secrets(platform).items()}
    if platform.delivery:
        readers |= {secret: {who} for secret, who in delivery_secrets(platform.site, platform.delivery).items()}
    for name, service in platform.enabled_services.items():
        given = (wanted.secret for wanted in service.secrets.values())
        for secret in (*given, *service.access.secrets):
            readers.setdefault(f"{platform.site.path}/{secret}", set()).add(name)
    return {secret: tuple(sorted(services)) for secret, services in sorted(readers.items())}
