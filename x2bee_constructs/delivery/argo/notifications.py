"""Who Argo CD tells of deployments, as its notifications controller reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from x2bee_constructs.delivery.argo.props import Email, Notifications, Receiver, Slack

__all__ = ["notification_settings", "subscriptions"]

_WHEN: Mapping[str, dict[str, str]] = {
    # Once for a revision: a pod that comes and goes is no deployment.
    "deployed": {
        "when": "app.status?.operationState?.phase == 'Succeeded' and app.status?.health?.status == 'Healthy'",
        "oncePer": "app.status?.operationState?.syncResult?.revision",
    },
    "degraded": {"when": "app.status?.health?.status == 'Degraded'"},
    "failed": {"when": "app.status?.operationState?.phase in ['Error', 'Failed']"},
}

_SAID: Mapping[str, str] = {
    "deployed": "{{.app.metadata.name}} runs {{.app.status.sync.revision}}.",
    "degraded": "{{.app.metadata.name}} is not well.",
    "failed": "{{.app.metadata.name}} could not be synced: {{.app.status.operationState.message}}",
}


def notification_settings(spec: Notifications) -> dict[str, str]:
    """The data of `argocd-notifications-cm`: a service for each receiver, a trigger and a template for each event.

    Values in `$…` are keys of `argocd-notifications-secret`: a receiver's own name.
    """
    services = {f"service.{one.kind}.{name}": _service(name, one) for name, one in sorted(spec.receivers.items())}
    hooks = [name for name, one in sorted(spec.receivers.items()) if one.kind == "webhook"]
    made = dict(services)
    for event in sorted(spec.told):
        made[f"template.{event}"] = _json(_template(event, hooks))
        made[f"trigger.{event}"] = _json([{**_WHEN[event], "send": [event]}])
    return made


def subscriptions(spec: Notifications | None) -> dict[str, str]:
    """The annotations with which an Application has its events told."""
    if spec is None:
        return {}
    told = sorted((event, name) for event, names in spec.told.items() for name in names)
    return {f"notifications.argoproj.io/subscribe.{event}.{name}": _to(spec.receivers[name]) for event, name in told}


def _to(receiver: Receiver) -> str:
    if isinstance(receiver, Slack):
        return receiver.channel
    return receiver.to if isinstance(receiver, Email) else ""


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
    # Go's own quoting: a message may have quotes and line ends in it.
    why = ".app.status.operationState.message" if event == "failed" else ".app.status.health.status"
    body = (
        '{"application": {{.app.metadata.name | toJson}}, "event": "' + event + '", '
        '"revision": {{.app.status.sync.revision | toJson}}, "message": {{' + why + " | toJson}}}"
    )
    if hooks:
        made["webhook"] = {name: {"method": "POST", "body": body} for name in hooks}
    return made


def _json(value: object) -> str:
    """JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)
