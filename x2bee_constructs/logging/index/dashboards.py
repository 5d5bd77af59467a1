"""What people find in Dashboards on the first day: data views, searches, and one page with three answers."""

from __future__ import annotations

import json
from typing import Any

from x2bee_constructs.logging.index.settings import IndexSettings
from x2bee_constructs.logging.index.steps import MARK, Step, marked
from x2bee_constructs.logging.names import CLASSES, data_stream

__all__ = ["OVERVIEW", "dashboard_step", "saved_objects"]

OVERVIEW = "x2bee-overview"
"""The starter dashboard, and what the Job looks at to see whether the objects are the declared ones."""

_LOGS = "kibanaSavedObjectMeta"
_SOURCE = f"{_LOGS}.searchSourceJSON.index"
_SLOW = 1000
"""Milliseconds from which a request counts as slow (our judgement; people change it in the search)."""


def dashboard_step(settings: IndexSettings) -> Step:
    """All objects in one request."""
    return marked("dashboards", f"_dashboards/api/saved_objects/dashboard/{OVERVIEW}", saved_objects(settings))


def saved_objects(settings: IndexSettings) -> list[dict[str, Any]]:
    """Each with what it refers to."""
    views = [_view(data_stream(settings.site, kind)) for kind in CLASSES]
    main = data_stream(settings.site, "application")
    requests = data_stream(settings.site, "access")
    searches = [
        _search("x2bee-errors", "Errors", main, "level: (ERROR or FATAL)", ["service", "level", "message"]),
        _search(
            "x2bee-slow",
            "Slow requests",
            requests,
            f"duration_ms >= {_SLOW}",
            ["service", "status", "duration_ms", "message"],
        ),
        _search(
            "x2bee-trace",
            "One trace: add trace_id as a filter",
            main,
            "trace_id: *",
            ["service", "trace_id", "span_id", "message"],
        ),
    ]
    return [*views, *searches, _errors_by_service(main), _overview()]


def _view(name: str) -> dict[str, Any]:
    return {"type": "index-pattern", "id": name, "attributes": {"title": name, "timeFieldName": "@timestamp"}}


def _reference(kind: str, id: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": id, "name": name}


def _source(query: str) -> dict[str, str]:
    source: dict[str, Any] = {"query": {"language": "kuery", "query": query}, "filter": [], "indexRefName": _SOURCE}
    return {"searchSourceJSON": json.dumps(source, sort_keys=True)}


def _search(id: str, title: str, view: str, query: str, columns: list[str]) -> dict[str, Any]:
    return {
        "type": "search",
        "id": id,
        "attributes": {
            "title": title,
            "description": "",
            "columns": columns,
            "sort": [["@timestamp", "desc"]],
            _LOGS: _source(query),
        },
        "references": [_reference("index-pattern", view, _SOURCE)],
    }


def _errors_by_service(view: str) -> dict[str, Any]:
    state: dict[str, Any] = {
        "title": "Errors by service",
        "type": "histogram",
        "params": {"type": "histogram", "addTooltip": True, "addLegend": True, "legendPosition": "right"},
        "aggs": [
            {"id": "1", "enabled": True, "type": "count", "schema": "metric", "params": {}},
            {
                "id": "2",
                "enabled": True,
                "type": "date_histogram",
                "schema": "segment",
                "params": {"field": "@timestamp", "interval": "auto", "min_doc_count": 1},
            },
            {
                "id": "3",
                "enabled": True,
                "type": "terms",
                "schema": "group",
                "params": {"field": "service", "size": 20, "order": "desc", "orderBy": "1"},
            },
        ],
    }
    return {
        "type": "visualization",
        "id": "x2bee-errors-by-service",
        "attributes": {
            "title": "Errors by service",
            "description": "",
            "visState": json.dumps(state, sort_keys=True),
            "uiStateJSON": "{}",
            _LOGS: _source("level: (ERROR or FATAL)"),
        },
        "references": [_reference("index-pattern", view, _SOURCE)],
    }


def _overview() -> dict[str, Any]:
    shown = [
        ("visualization", "x2bee-errors-by-service", 0, 48),
        ("search", "x2bee-errors", 15, 24),
        ("search", "x2bee-slow", 15, 24),
    ]
    panels: list[dict[str, Any]] = []
    references: list[dict[str, str]] = []
    for index, (kind, name, y, width) in enumerate(shown):
        x = 24 if index == len(shown) - 1 else 0
        grid = {"x": x, "y": y, "w": width, "h": 15, "i": str(index)}
        panels.append(
            {"panelIndex": str(index), "gridData": grid, "embeddableConfig": {}, "panelRefName": f"panel_{index}"}
        )
        references.append(_reference(kind, name, f"panel_{index}"))
    return {
        "type": "dashboard",
        "id": OVERVIEW,
        "attributes": {
            "title": "Logs",
            "description": f"Errors by service, and slow requests ({MARK})",
            "hits": 0,
            "panelsJSON": json.dumps(panels, sort_keys=True),
            "optionsJSON": json.dumps({"useMargins": True}),
            "timeRestore": False,
            _LOGS: {"searchSourceJSON": json.dumps({"query": {"language": "kuery", "query": ""}, "filter": []})},
        },
        "references": references,
    }
