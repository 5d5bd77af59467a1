"""The dashboards as objects: a ConfigMap each, which Grafana's sidecar reads."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.observability.dashboards.boards.all import boards
from x2bee_constructs.observability.dashboards.names import FILE_END, BoardName, config_map, uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps
from x2bee_constructs.observability.names import DASHBOARD_LABEL, FOLDER_ANNOTATION, NAMESPACE

__all__ = ["dashboard_objects"]


def dashboard_objects(site: Site, props: DashboardsProps) -> dict[str, KubeObject]:
    """A ConfigMap for each dashboard that there is something for, by the id that it has in the construct tree."""
    # Here and not above: only who makes dashboards waits for Grafana's types.
    from x2bee_constructs.observability.dashboards.render import as_json

    whose = f"{site.customer} {site.environment}"
    return {
        config_map(name): core_v1.ConfigMap(
            metadata=_meta(name, props.folder),
            data={f"{uid(name)}{FILE_END}": as_json(board, whose, props.region)},
        )
        for name, board in boards(props).items()
    }


def _meta(name: BoardName, folder: str) -> ObjectMeta:
    # On the server's side: client-side apply would copy the file into an annotation, which takes 256 KiB.
    meta = staged_meta(config_map(name), "monitoring", NAMESPACE, sync_options="ServerSideApply=true")
    key, value = DASHBOARD_LABEL
    labels, annotations = {**(meta.labels or {}), key: value}, {**(meta.annotations or {}), FOLDER_ANNOTATION: folder}
    return meta.model_copy(
        update={"labels": dict(sorted(labels.items())), "annotations": dict(sorted(annotations.items()))}
    )
