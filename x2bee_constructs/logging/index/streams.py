"""Data streams, one for each class: what fields mean, how large indices grow, and when they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from x2bee_constructs.logging.index.settings import IndexSettings
from x2bee_constructs.logging.index.steps import MARK, Step, marked
from x2bee_constructs.logging.names import CLASSES, LogClass, data_stream

__all__ = ["MAPPINGS", "policy", "stream_steps", "template"]

_WORD: dict[str, Any] = {"type": "keyword", "ignore_above": 1024}

MAPPINGS: dict[str, Any] = {
    # What nobody declared is kept and found by text, and makes no field: programs invent names without end.
    "dynamic": False,
    "properties": {
        "@timestamp": {"type": "date_nanos"},
        "container": _WORD,
        "customer": _WORD,
        "duration_ms": {"type": "long", "ignore_malformed": True},
        "environment": _WORD,
        "fields": {"type": "flat_object"},
        "level": _WORD,
        "log_class": _WORD,
        "logger": _WORD,
        "message": {"type": "text"},
        "namespace": _WORD,
        "node": _WORD,
        "pod": _WORD,
        "restarts": {"type": "integer", "ignore_malformed": True},
        "service": _WORD,
        "span_id": _WORD,
        "status": {"type": "integer", "ignore_malformed": True},
        "stream": _WORD,
        "trace_id": _WORD,
    },
}

_SHARD = "30gb"
"""AWS advises 10 to 30 GiB per shard where latency matters (OpenSearch Service, sizing domains)."""

_PRIORITY = 500
"""Above templates that AWS or people make for broader names (our judgement)."""


def stream_steps(settings: IndexSettings) -> Iterator[Step]:
    """For each class its policy, its template and its stream. The policy first: it takes only what is made after it."""
    for kind in CLASSES:
        name = data_stream(settings.site, kind)
        yield marked("policy", f"_plugins/_ism/policies/{name}", policy(settings, kind))
        yield marked("put", f"_index_template/{name}", template(settings, kind))
        yield Step("stream", f"_data_stream/{name}", "", f'"name":"{name}"')


def template(settings: IndexSettings, kind: LogClass) -> dict[str, Any]:
    """What each new index of the stream is. Settings change with its next index."""
    return {
        "index_patterns": [data_stream(settings.site, kind)],
        "data_stream": {},
        "priority": _PRIORITY,
        "template": {
            "settings": {
                "index": {
                    "number_of_shards": settings.shards,
                    "number_of_replicas": settings.replicas,
                    "refresh_interval": "5s",
                    "codec": "best_compression",
                }
            },
            "mappings": MAPPINGS,
        },
        "_meta": {"x2bee": MARK},
    }


def policy(settings: IndexSettings, kind: LogClass) -> dict[str, Any]:
    """A new index each day, or at a size; it is deleted so many days after it was made.

    The last of its lines is a day younger than the first, so one day is added: none goes before its time.
    """
    name = data_stream(settings.site, kind)
    roll = {"rollover": {"min_index_age": "1d", "min_primary_shard_size": _SHARD}}
    days = settings.hot_days[kind] + 1
    return {
        "policy": {
            "description": f"{kind} logs, {settings.hot_days[kind]} days ({MARK})",
            "default_state": "hot",
            "states": [
                {
                    "name": "hot",
                    "actions": [_retried(roll)],
                    "transitions": [{"state_name": "delete", "conditions": {"min_index_age": f"{days}d"}}],
                },
                {"name": "delete", "actions": [_retried({"delete": {}})], "transitions": []},
            ],
            "ism_template": [{"index_patterns": [name], "priority": _PRIORITY}],
        }
    }


def _retried(action: dict[str, Any]) -> dict[str, Any]:
    return {"retry": {"count": 5, "backoff": "exponential", "delay": "10m"}, **action}
