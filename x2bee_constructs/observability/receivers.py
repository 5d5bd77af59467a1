"""What you may say about alerts: whom they reach, which go where, when they are silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, meant, raise_faults, show
from x2bee_constructs.core.names import DOMAIN, Label
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Port, Props
from x2bee_constructs.observability.fields import Address

__all__ = [
    "AlertRoute",
    "AlertingSpec",
    "Email",
    "Heartbeat",
    "PagerDuty",
    "Receiver",
    "Severity",
    "Slack",
    "Webhook",
    "Window",
]

Severity = Literal["critical", "warning", "info"]
"""How bad it is: somebody is woken; somebody looks today; for those who look anyway."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_Time = Annotated[str, matching(r"([01]\d|2[0-3]):[0-5]\d|24:00", "a time such as '02:30', in quotes")]


def _zone(name: str) -> str:
    if name not in available_timezones():
        hint, guess = meant(name, available_timezones())
        raise fault("X2B377", f"unknown time zone {show(name)}{hint}", expected="a name such as Asia/Seoul", fix=guess)
    return name


class Slack(Props):
    """A channel of Slack, by an incoming webhook; its URL is the secret."""

    kind: Literal["slack"] = "slack"
    """`slack`."""
    channel: Annotated[str, matching(r"[#@][\w.-]{1,80}", "a channel such as '#alerts', in quotes")]
    """The channel."""


class Email(Props):
    """Mail; the password of the server's user is the secret."""

    kind: Literal["email"] = "email"
    """`email`."""
    to: Annotated[Distinct[Address], Field(min_length=1)]
    """To whom."""
    sender: Address
    """From whom."""
    server: Annotated[str, matching(DOMAIN, "a mail server such as email-smtp.ap-northeast-2.amazonaws.com")]
    """The mail server, which must take STARTTLS."""
    port: Port = 587
    """Its port; 587 if not given."""
    user: Annotated[str, Field(min_length=1)]
    """Who logs in there."""


class PagerDuty(Props):
    """A service of PagerDuty, by its Events API v2; the integration key is the secret."""

    kind: Literal["pagerduty"] = "pagerduty"
    """`pagerduty`."""


class Webhook(Props):
    """Anything that takes Alertmanager's JSON; the URL is the secret."""

    kind: Literal["webhook"] = "webhook"
    """`webhook`."""
    resolved: Bool = True
    """Whether it is also told when all is well again; true if not given."""


Receiver = Annotated[Slack | Email | PagerDuty | Webhook, Field(discriminator="kind")]
"""Where alerts arrive. People put its secret into `x2bee/<customer>/<environment>/alerts/<receiver>`, once."""


class AlertRoute(Props):
    """Alerts that go somewhere; what no route takes goes to the default."""

    to: Annotated[Distinct[Label], Field(min_length=1)]
    """The receivers, by name."""
    severities: Distinct[Severity] = ()
    """Which severities; all if not given."""
    owners: Distinct[Label] = ()
    """Whose alerts, by their `owner`; everybody's if not given."""
    mute: Distinct[Label] = ()
    """Windows in which nothing is sent by this route, by name. None if not given."""


class Window(Props):
    """Hours in which something is expected to be away."""

    days: Distinct[Weekday] = ()
    """On which days; every day if not given."""
    start: _Time
    """When it begins."""
    end: _Time
    """When it ends, later on the same day; `24:00` is the day's end."""
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Seoul"
    """Whose clock; Seoul's if not given."""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.start >= self.end:
            fix = "two windows, one up to 24:00 and one from 00:00"
            title = f"a window must end after it begins ({self.start})"
            raise_faults(
                "Window", [(("end",), fault("X2B377", title, got=self.end, fix=fix, related="start"), self.end)]
            )
        return self


class Heartbeat(Props):
    """A dead-man switch: somebody outside who calls when nothing arrives any more."""

    to: Label
    """The receiver, a webhook outside this platform."""
    minutes: Annotated[Count, Field(ge=1, le=60)] = 5
    """How often it is told that all is well, in minutes; 5 if not given."""


class AlertingSpec(Props):
    """Whom alerts reach."""

    receivers: Mapping[Label, Receiver] = {}
    """Where alerts arrive, by name. Nobody is told if not given."""
    default: Distinct[Label] = ()
    """The receivers of what no route takes; nobody if not given."""
    routes: Items[AlertRoute] = ()
    """Which alerts go elsewhere: every route that fits is taken. None if not given."""
    windows: Mapping[Label, Window] = {}
    """Hours for maintenance, by name; routes name them. None if not given."""
    heartbeat: Heartbeat | None = None
    """A dead-man switch. None if not given: when Prometheus is away, nobody is told."""
    repeat_hours: Annotated[Count, Field(ge=1, le=168)] = 4
    """After how many hours an alert that lasts is sent again; 4 if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults("AlertingSpec", [*self._unknown(), *self._unheard(), *self._heart()])
        return self

    def _named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for index, name in enumerate(self.default):
            yield ("default", index), name
        for number, route in enumerate(self.routes):
            for index, name in enumerate(route.to):
                yield ("routes", number, "to", index), name
        if self.heartbeat:
            yield ("heartbeat", "to"), self.heartbeat.to

    def _unknown(self) -> Iterator[PlacedFault]:
        for place, name in self._named():
            if name not in self.receivers:
                hint, guess = meant(name, self.receivers)
                expected = f"one of {', '.join(self.receivers)}" if self.receivers else "one of receivers"
                yield place, fault("X2B373", f"unknown receiver '{name}'{hint}", expected=expected, fix=guess), name
        for number, route in enumerate(self.routes):
            for index, name in enumerate(route.mute):
                if name not in self.windows:
                    hint, guess = meant(name, self.windows)
                    wrong = fault("X2B374", f"unknown window '{name}'{hint}", expected="one of windows", fix=guess)
                    yield ("routes", number, "mute", index), wrong, name

    def _unheard(self) -> Iterator[PlacedFault]:
        """What is said and never used is a mistake: an alert that was to arrive does not."""
        used = {name for _, name in self._named()}
        for name in sorted(self.receivers.keys() - used):
            wrong = fault("X2B375", f"no alert reaches '{name}'", fix=f"default: [{name}], or a route to it")
            yield ("receivers", name), wrong, name
        muting = {name for route in self.routes for name in route.mute}
        for name in sorted(self.windows.keys() - muting):
            wrong = fault("X2B375", f"no route is silent in the window '{name}'", fix=f"mute: [{name}] in a route")
            yield ("windows", name), wrong, name

    def _heart(self) -> Iterator[PlacedFault]:
        said = self.receivers.get(self.heartbeat.to) if self.heartbeat else None
        if self.heartbeat and said and not isinstance(said, Webhook):
            why = "it is told every few minutes that all is well, which nobody wants to read"
            wrong = fault("X2B376", "a heartbeat goes to a webhook", expected="webhook", got=said.kind, why=why)
            yield ("heartbeat", "to"), wrong, self.heartbeat.to
