"""From lines to records: personal data hidden, JSON read, and said whose words they are and how long they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from x2bee_constructs.logging.fluentd.directives import Directive, Ruby
from x2bee_constructs.logging.fluentd.lines import PLACE
from x2bee_constructs.logging.fluentd.places import NODE, SEARCH
from x2bee_constructs.logging.masking import Mask
from x2bee_constructs.logging.names import CLASSES, LogClass

__all__ = ["FIELDS", "Origin", "mask", "record_filters"]

FIELDS = (
    "namespace",
    "pod",
    "container",
    "restarts",
    "stream",
    "node",
    "customer",
    "environment",
    "service",
    "log_class",
    "level",
    "logger",
    "trace_id",
    "span_id",
    "status",
    "duration_ms",
    "message",
    "fields",
)
"""What a record has; `fields` holds the rest of a line that was JSON, as it was."""

_SUFFIX = r"(?:-[0-9bcdfghjklmnpqrstvwxz]{6,10})?-[bcdfghjklmnpqrstvwxz2-9]{5}\z|-[0-9]+\z"
"""What controllers append to the name of what they belong to; names that Kubernetes draws have no vowels, 0, 1 and 3
(k8s.io/apimachinery, util/rand)."""

_LONGEST_VALUE = 8000
"""Characters of one value in OpenSearch: 32,000 bytes at most, and room for the path that stands before it."""

_PROXY = "istio-proxy"
"""The mesh's proxy: beside a service its container, in the gateway the only one."""


@dataclass(frozen=True)
class Origin:
    """Whose node this is, and whose records are of another class than `application`."""

    customer: str
    environment: str
    app_namespace: str
    """Where a line itself may say its class."""
    gateway_namespace: str
    gateway: str
    """The Deployment whose proxies write down every request from outside."""
    classes: Mapping[str, LogClass]
    """Services of `app_namespace` whose lines all are of another class."""


def record_filters(destination: str, origin: Origin, masks: Sequence[Mask]) -> list[Directive]:
    """The filters of one destination, in their order: nothing is read before personal data is hidden."""
    made = [mask(destination, "mask", masks), _json(destination), _place(destination), _fields(destination, origin)]
    return [*made, _cut(destination)] if destination == SEARCH else made


def mask(destination: str, name: str, masks: Sequence[Mask]) -> Directive:
    """What hides personal data in `message`."""
    patterns = [
        Directive(
            "replace", params={"key": "message", "expression": f"/{found.pattern}/", "replace": found.replacement}
        )
        for found in masks
    ]
    return Directive("filter", "**", {"@type": "record_modifier", "@id": f"{destination}_{name}"}, patterns)


def _json(destination: str) -> Directive:
    """A line that is no JSON stays what it is."""
    params = {
        "@type": "parser",
        "@id": f"{destination}_json",
        "key_name": "message",
        "reserve_data": True,
        "reserve_time": True,
        "hash_value_field": "fields",
        "emit_invalid_record_to_error": False,
    }
    return Directive("filter", "**", params, [Directive("parse", params={"@type": "json"})])


def _place(destination: str) -> Directive:
    params = {
        "@type": "parser",
        "@id": f"{destination}_place",
        "key_name": "log_path",
        "reserve_data": True,
        "reserve_time": True,
        "emit_invalid_record_to_error": False,
    }
    parse = {"@type": "regexp", "expression": PLACE, "types": "restarts:integer"}
    return Directive("filter", "**", params, [Directive("parse", params=parse)])


def _fields(destination: str, origin: Origin) -> Directive:
    """Each value is Ruby of one line; a later one can use those before it."""
    record: dict[str, str] = {
        "node": Ruby(NODE),
        "customer": origin.customer,
        "environment": origin.environment,
        "fields": _ruby('record["fields"].is_a?(Hash) ? record["fields"] : {}'),
        "service": _ruby(_service(origin)),
        "log_class": _ruby(_class(origin)),
        "level": _ruby(_LEVEL),
        "logger": _said("logger_name", "logger"),
        "trace_id": _ruby(_TRACE),
        "span_id": _said("span_id", "spanId"),
        "status": _number("status", "status_code"),
        "duration_ms": _number("duration_ms", "duration", "elapsed_ms"),
        "message": _ruby('(record["fields"]["message"] || record["fields"]["msg"] || record["message"]).to_s'),
    }
    params = {
        "@type": "record_modifier",
        "@id": f"{destination}_fields",
        "remove_keys": "log_path,logtag,cri_stream,source,unmatched_line,$.fields.message,$.fields.msg",
    }
    return Directive("filter", "**", params, [Directive("record", params=record)])


def _cut(destination: str) -> Directive:
    """Long values cut, for OpenSearch alone: the archive has them whole.

    It takes a value of `fields` as one term, of which Lucene allows 32,766 bytes, and refuses the whole record for a
    longer one, such as a stack that a program wrote as JSON.
    """
    cut = (
        f"(cut = ->(v) {{ case v when String then v.length > {_LONGEST_VALUE} ? v[0, {_LONGEST_VALUE}] + '…' : v "
        "when Hash then v.transform_values(&cut) when Array then v.map(&cut) else v end })"
        '.call(record["fields"])'
    )
    params = {"@type": "record_modifier", "@id": f"{destination}_cut"}
    return Directive("filter", "**", params, [Directive("record", params={"fields": _ruby(cut)})])


def _ruby(code: str) -> str:
    return "${" + code + "}"


def _service(origin: Origin) -> str:
    """Of our own services the container has the name; of everything else the pod's name without its suffix."""
    own = f'record["namespace"] == {json.dumps(origin.app_namespace)} && record["container"] != "{_PROXY}"'
    return rf'{own} ? record["container"] : (record["pod"] || "unknown").sub(/{_SUFFIX}/, "")'


def _class(origin: Origin) -> str:
    """What the line says (`log_class`), if it is one of ours; else what its service is; else the gateway's requests."""
    ours = f'record["namespace"] == {json.dumps(origin.app_namespace)}'
    said = f'({json.dumps(list(CLASSES))} & [{ours} ? record["fields"]["log_class"] : nil]).first'
    classes = ", ".join(f"{json.dumps(name)} => {json.dumps(kind)}" for name, kind in sorted(origin.classes.items()))
    service = f'({ours} ? {{{classes}}}[record["service"]] : nil)'
    gateway = (
        f'(record["namespace"] == {json.dumps(origin.gateway_namespace)} && '
        f'record["service"] == {json.dumps(origin.gateway)} && !record["fields"].empty? ? "access" : nil)'
    )
    return f'{said} || {service} || {gateway} || "application"'


_LEVEL = (
    '(record["fields"]["level"] || record["fields"]["severity"] || '
    r'record["message"].to_s[0, 200][/\b(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\b/] || "").to_s.upcase[0, 16]'
)

_TRACE = (
    '(record["fields"]["trace_id"] || record["fields"]["traceId"] || '
    r'record["message"].to_s[0, 400][/(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])/] || "").to_s[0, 64]'
)
"""Spring Boot writes `[<trace>-<span>]` before the message (docs, actuator/tracing, logging correlation ids)."""


def _said(*keys: str) -> str:
    found = " || ".join(f'record["fields"]["{key}"]' for key in keys)
    return _ruby(f'({found} || "").to_s[0, 256]')


def _number(*keys: str) -> str:
    found = " || ".join(f'record["fields"]["{key}"]' for key in keys)
    return _ruby(f"Integer(({found}).to_s[/\\A[0-9]{{1,12}}/] || -1)")
