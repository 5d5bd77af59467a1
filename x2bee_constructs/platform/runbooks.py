"""Everything that anybody can be called for on any platform: what `docs/runbooks` is made of."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.addons import names as addons
from x2bee_constructs.addons.alerts import addon_alerts
from x2bee_constructs.apm.alerts import scouter_alerts, whatap_alerts
from x2bee_constructs.batch.alerts import batch_alerts
from x2bee_constructs.cluster.alerts import cluster_alerts
from x2bee_constructs.core.alerts import Notice
from x2bee_constructs.database.cloudnative_alerts import in_cluster_alerts
from x2bee_constructs.database.runbooks import ALARMS as DATABASE
from x2bee_constructs.database.sync.alerts import sync_alerts
from x2bee_constructs.database.sync.props import Sync
from x2bee_constructs.delivery.alerts import delivery_alerts
from x2bee_constructs.hosts.runbooks import ALARMS as HOSTS
from x2bee_constructs.ingress.runbooks import ALARMS as INGRESS
from x2bee_constructs.logging.alerts import log_alerts
from x2bee_constructs.logging.runbooks import ALARMS as LOGGING
from x2bee_constructs.mesh.alerts import mesh_alerts
from x2bee_constructs.network.runbooks import ALARMS as NETWORK
from x2bee_constructs.observability.alerts import monitoring_alerts, remote_write_alerts, tracing_alerts
from x2bee_constructs.observability.slo.alerts import slo_alerts
from x2bee_constructs.observability.slo.props import Promise
from x2bee_constructs.session.runbooks import ALARMS as SESSION
from x2bee_constructs.toolchain.alerts import jenkins_alerts, runner_alerts, sonarqube_alerts
from x2bee_constructs.toolchain.runbooks import BACKUPS
from x2bee_constructs.workload.objectives import Objective

__all__ = ["every_notice"]

_ADD_ONS = (addons.CERT_MANAGER, addons.CLUSTER_AUTOSCALER, addons.EXTERNAL_SECRETS, addons.KARPENTER, addons.KEDA)


def every_notice() -> tuple[Notice, ...]:
    """All of them, of all rooms; `<service>`, `<sync>` and `<database>` stand for what a platform has."""
    alarms = (*NETWORK.values(), *INGRESS.values(), *SESSION.values(), *DATABASE.values(), *LOGGING.values(), BACKUPS)
    alarms = (*alarms, *HOSTS.values())
    return (*_alerts(), *alarms)


def _alerts() -> Iterator[Notice]:
    yield from slo_alerts({"<service>": Promise(objective=Objective(0.999, 500, 0.95))})
    yield from cluster_alerts()
    yield from addon_alerts(_ADD_ONS)
    yield from mesh_alerts()
    yield from in_cluster_alerts("<database>", "<database>", "<namespace>", archived=True)
    yield from sync_alerts("<sync>", _SYNC)
    yield from batch_alerts("<scheduler>", "<namespace>")
    yield from log_alerts()
    yield from (*monitoring_alerts(), *remote_write_alerts(), *tracing_alerts())
    yield from delivery_alerts()
    yield from (*jenkins_alerts(), *runner_alerts(), *sonarqube_alerts())
    yield from (*whatap_alerts(["<namespace>"]), *scouter_alerts())


_SYNC = Sync.model_validate(
    {
        "mode": "logical",
        "source": {"database": "gddp", "service": "x2bee-api-goods"},
        "target": {"database": "mbod", "service": "x2bee-api-order"},
        "tables": [{"name": "goods", "columns": ["goods_no"]}],
    }
)
"""The runbooks of both modes: a batch has fewer."""
