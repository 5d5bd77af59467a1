"""Who Argo CD tells of deployments, as its notifications controller reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from x2bee_constructs.core.argo import PART_OF
from x2bee_constructs.delivery.argo.props import Email, Notifications, Receiver, Slack

__all__ = ["TRIES", "notification_settings"]

TRIES = 5
"""After how many failed tries a sync counts as failed although it is tried again: two and a half minutes. What heals by
itself, such as a webhook whose pods are starting, has healed by then."""

_SYNC = "app.status?.operationState"

_FAILED = (
    f"{_SYNC}?.phase in ['Error', 'Failed'] or ({_SYNC}?.phase == 'Running' and {_SYNC}?.finishedAt != nil "
    f"and ({_SYNC}?.retryCount ?? 0) >= {TRIES})"
)
"""Argo CD stores a failed try that another will follow as Running, with its end and its number; a sync that is tried
for ever is never stored as anything else (v3.4.4, controller/appcontroller.go, `processRequestedAppOperation`)."""

_WHEN: Mapping[str, dict[str, str]] = {
    # Once for a revision: a pod that comes and goes is no deployment.
    "deployed": {
        "when": f"{_SYNC}?.phase == 'Succeeded' and app.status?.health?.status == 'Healthy'",
        "oncePer": f"{_SYNC}?.syncResult?.revision",
    },
    "degraded": {"when": "app.status?.health?.status == 'Degraded'"},
    # Once for a revision: every further try would tell it again.
    "failed": {"when": _FAILED, "oncePer": f"{_SYNC}?.syncResult?.revision"},
    "unknown": {"when": "app.status?.sync?.status == 'Unknown'"},
}

_SAID: Mapping[str, str] = {
    "deployed": "{{.app.metadata.name}} runs {{.app.status.sync.revision}}.",
    "degraded": "{{.app.metadata.name}} is not well.",
    "failed": "{{.app.metadata.name}} could not be synced: {{.app.status.operationState.message}}",
    "unknown": "{{.app.metadata.name}} cannot be compared with what is in Git:"
    "{{range .app.status.conditions}} {{.message}}{{end}}",
}

_CONDITIONS = '{{$all := ""}}{{range .app.status.conditions}}{{$all = print $all .message " "}}{{end}}'

_WHY: Mapping[str, str] = {
    "failed": "{{.app.status.operationState.message | toJson}}",
    "unknown": _CONDITIONS + "{{$all | trim | toJson}}",
}
"""The reason as a webhook is given it; how well it is, if nothing is said here. Quoted by Go: it may have quotes and
line ends in it."""


def notification_settings(spec: Notifications) -> dict[str, str]:
    """The data of `argocd-notifications-cm`: a service for each receiver, a trigger and a template for each event.

    Who is told is said there too, for every Application of ours: charts from upstream have theirs made by other rooms.
    Values in `$…` are keys of `argocd-notifications-secret`: a receiver's own name.
    """
    services = {f"service.{one.kind}.{name}": _service(name, one) for name, one in sorted(spec.receivers.items())}
    hooks = [name for name, one in sorted(spec.receivers.items()) if one.kind == "webhook"]
    made = dict(services)
    for event in sorted(spec.told):
        made[f"template.{event}"] = _json(_template(event, hooks))
        made[f"trigger.{event}"] = _json([{**_WHEN[event], "send": [event]}])
    return {**made, "subscriptions": _json(list(_subscriptions(spec)))}


def _subscriptions(spec: Notifications) -> Iterator[dict[str, object]]:
    ours = ",".join(f"{key}={value}" for key, value in PART_OF.items())
    for event, names in sorted(spec.told.items()):
        recipients = [_recipient(name, spec.receivers[name]) for name in sorted(names)]
        yield {"recipients": recipients, "selector": ours, "triggers": [event]}


def _recipient(name: str, receiver: Receiver) -> str:
    if isinstance(receiver, Slack):
        return f"{name}:{receiver.channel}"
    return f"{name}:{receiver.to}" if isinstance(receiver, Email) else name


def _service(name: str, receiver: Receiver) -> str:
    if isinstance(receiver, Slack):
        return _json({"token": f"${name}"})
    if isinstance(receiver, Email):
        login = {"username": receiver.user, "password": f"${name}", "from": receiver.sender}
        return _json({"host": receiver.server, "port": receiver.port, **login})
    return _json({"url": f"${name}", "headers": [{"name": "Content-Type", "value": "application/json"}]})


def _template(event: str, hooks: list[str]) -> dict[str, object]:
    text = _SAID[event]
    made: dict[str, object] = {"message": text, "email": {"subject": f"{{{{.app.metadata.name}}}}: {event}"}}
    why = _WHY.get(event, "{{.app.status.health.status | toJson}}")
    body = (
        '{"application": {{.app.metadata.name | toJson}}, "event": "' + event + '", '
        '"revision": {{.app.status.sync.revision | toJson}}, "message": ' + why + "}"
    )
    if hooks:
        made["webhook"] = {name: {"method": "POST", "body": body} for name in hooks}
    return made


def _json(value: object) -> str:
    """JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)
