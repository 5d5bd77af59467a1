"""What Alertmanager is told: receivers, routes, what silences what. No secret is in it: it reads them from files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from x2bee_constructs.observability.names import WATCHDOG
from x2bee_constructs.observability.receivers import (
    AlertingSpec,
    AlertRoute,
    Email,
    PagerDuty,
    Slack,
    Webhook,
    Window,
)

__all__ = ["NOBODY", "SECRETS", "alertmanager_config"]

NOBODY = "nobody"
"""The receiver that is told and does nothing."""

SECRETS = "alertmanager-receivers"
"""The Secret with a key for each receiver; the operator mounts it into the pods."""

_FILES = f"/etc/alertmanager/secrets/{SECRETS}"

_GROUP = ["alertname", "namespace", "service"]
"""What is told together: one alert of one service, however many pods have it."""

_TITLE = "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} {{ with .CommonLabels.service }}({{ . }}){{ end }}"
_TEXT = (
    "{{ range .Alerts }}{{ .Annotations.summary }}\n"
    "{{ with .Labels.severity }}severity: {{ . }} {{ end }}{{ with .Labels.owner }}owner: {{ . }} {{ end }}"
    "{{ with .Annotations.runbook_url }}{{ . }}{{ end }}\n{{ end }}"
)


def alertmanager_config(alerts: AlertingSpec) -> dict[str, Any]:
    """The configuration, as Alertmanager's own keys."""
    said = {
        "global": {"resolve_timeout": "5m"},
        "inhibit_rules": _inhibitions(),
        "receivers": [{"name": NOBODY}, *(_receiver(name, one) for name, one in sorted(alerts.receivers.items()))],
        "route": _root(alerts),
    }
    windows = [_window(name, one) for name, one in sorted(alerts.windows.items())]
    return {**said, "time_intervals": windows} if windows else said


def _root(alerts: AlertingSpec) -> dict[str, Any]:
    """The heart's beat first, and to nobody else; then every route that fits; what none takes, to the default."""
    first = {"receiver": NOBODY, "matchers": [f'alertname="{WATCHDOG}"']}
    if beat := alerts.heartbeat:
        first |= {
            "receiver": beat.to,
            "group_wait": "0s",
            "group_interval": "1m",
            "repeat_interval": f"{beat.minutes}m",
        }
    return {
        "receiver": NOBODY,
        "group_by": _GROUP,
        "group_wait": "30s",
        "group_interval": "5m",
        "repeat_interval": f"{alerts.repeat_hours}h",
        "routes": [first, *_routes(alerts), *_rest(alerts)],
    }


def _routes(alerts: AlertingSpec) -> Iterator[dict[str, Any]]:
    for route in alerts.routes:
        yield from _alike(_matchers(route), route.to, route.mute, goes_on=True)


def _rest(alerts: AlertingSpec) -> Iterator[dict[str, Any]]:
    """What no route is meant for: a route of its own, because a parent's receiver takes nothing its children took."""
    if not alerts.default:
        return
    taken = [{"receiver": NOBODY, "matchers": _matchers(route)} for route in alerts.routes]
    yield from taken
    yield from _alike([], alerts.default, (), goes_on=False)


def _alike(matchers: list[str], to: Sequence[str], mute: Sequence[str], *, goes_on: bool) -> Iterator[dict[str, Any]]:
    """One route for each receiver; Alertmanager's routes have one each, and go on if told so."""
    for index, receiver in enumerate(to):
        made: dict[str, Any] = {"receiver": receiver}
        if matchers:
            made["matchers"] = matchers
        if goes_on or index < len(to) - 1:
            made["continue"] = True
        if mute:
            made["mute_time_intervals"] = list(mute)
        yield made


def _matchers(route: AlertRoute) -> list[str]:
    found = {"severity": route.severities, "owner": route.owners}
    return [f'{label}=~"{"|".join(values)}"' for label, values in found.items() if values]


def _inhibitions() -> list[dict[str, Any]]:
    """Who is woken needs no second message of the same thing.

    Labels that both lack count as equal for Alertmanager, so each rule asks for one that both have.
    """
    alike = ["alertname", "namespace", "service"]
    return [
        {
            "source_matchers": ['severity="critical"'],
            "target_matchers": ['severity=~"warning|info"'],
            "equal": alike,
        },
        {
            "source_matchers": ['severity="critical"', 'slo=~".+"'],
            "target_matchers": ['severity=~"warning|info"', 'slo=~".+"'],
            "equal": ["namespace", "service", "slo"],
        },
    ]


def _receiver(name: str, said: Slack | Email | PagerDuty | Webhook) -> dict[str, Any]:
    secret = f"{_FILES}/{name}"
    match said:
        case Slack():
            slack = {"api_url_file": secret, "channel": said.channel, "send_resolved": True}
            return {"name": name, "slack_configs": [{**slack, "title": _TITLE, "text": _TEXT}]}
        case Email():
            return {"name": name, "email_configs": [_mail(said, secret)]}
        case PagerDuty():
            severity = "{{ or .CommonLabels.severity `error` }}"
            pager = {"routing_key_file": secret, "send_resolved": True, "severity": severity, "description": _TITLE}
            return {"name": name, "pagerduty_configs": [pager]}
        case Webhook():
            return {"name": name, "webhook_configs": [{"url_file": secret, "send_resolved": said.resolved}]}


def _mail(said: Email, secret: str) -> dict[str, Any]:
    return {
        "to": ", ".join(said.to),
        "from": said.sender,
        "smarthost": f"{said.server}:{said.port}",
        "auth_username": said.user,
        "auth_password_file": secret,
        "require_tls": True,
        "send_resolved": True,
        "headers": {"Subject": _TITLE},
    }


def _window(name: str, said: Window) -> dict[str, Any]:
    hours: dict[str, Any] = {"times": [{"start_time": said.start, "end_time": said.end}], "location": said.timezone}
    return {"name": name, "time_intervals": [{**hours, **({"weekdays": list(said.days)} if said.days else {})}]}
