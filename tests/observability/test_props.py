"""What may be said, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.observability.cases import ALERTS, EVERYTHING, PLACE, SSO
from x2bee_constructs.observability.props import ObservabilitySpec, ObservabilityStackProps
from x2bee_constructs.observability.receivers import AlertingSpec


def refused(model: Any, said: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as found:
        model.model_validate(said)
    return [(".".join(map(str, one["loc"])), one["type"]) for one in found.value.errors(include_url=False)]


def test_everything_and_nothing_are_allowed() -> None:
    assert ObservabilityStackProps.model_validate({**PLACE, **EVERYTHING}).spec.tools == (
        "grafana",
        "kiali",
        "jaeger",
        "alertmanager",
        "prometheus",
    )
    assert ObservabilitySpec().tools == ("grafana", "kiali", "jaeger")


CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "sigv4 elsewhere": (
        {"metrics": {"remote_write": {"url": "https://mimir.acme.co.kr/api/v1/push"}}},
        [("metrics.remote_write.url", "X2B371")],
    ),
    "openid without a client": ({"sso": SSO, "kiali": {"login": "openid"}}, [("kiali.client_id", "X2B372")]),
    "a client without openid": ({"sso": SSO, "kiali": {"client_id": "kiali"}}, [("kiali.client_id", "X2B372")]),
    "a client without a login": (
        {"grafana": {"client_id": "g", "roles": {"ops": "admin"}}},
        [("grafana.client_id", "X2B372")],
    ),
    "a login and nobody in it": ({"sso": SSO, "grafana": {"client_id": "g"}}, [("grafana.roles", "X2B372")]),
    "roles without a login": ({"grafana": {"roles": {"ops": "admin"}}}, [("grafana.roles", "X2B372")]),
}


@pytest.mark.parametrize(("said", "wrong"), CASES.values(), ids=CASES)
def test_contradictions_are_refused_where_they_stand(said: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    assert refused(ObservabilitySpec, said) == wrong


ROUTES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "unknown receiver": ({"default": ["caht"]}, [("default.0", "X2B373")]),
    "unknown window": (
        {"routes": [{"to": ["pager"], "mute": ["noon"]}], "windows": {}},
        [("routes.0.mute.0", "X2B374"), ("receivers.post", "X2B375")],
    ),
    "unheard": ({"routes": [], "windows": {}}, [("receivers.pager", "X2B375"), ("receivers.post", "X2B375")]),
    "a heart that beats in a chat": (
        {"heartbeat": {"to": "chat"}},
        [("receivers.beat", "X2B375"), ("heartbeat.to", "X2B376")],
    ),
    "backwards": (
        {"windows": {"night": {"start": "23:00", "end": "01:00"}}},
        [("windows.night.end", "X2B377")],
    ),
    "nowhere": (
        {"windows": {"night": {"start": "01:00", "end": "02:00", "timezone": "Asia/Soul"}}},
        [("windows.night.timezone", "X2B377")],
    ),
}


@pytest.mark.parametrize(("said", "wrong"), ROUTES.values(), ids=ROUTES)
def test_alerts_that_would_not_arrive_are_refused(said: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    assert refused(AlertingSpec, {**ALERTS, **said}) == wrong


def test_a_misspelt_receiver_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValidationError) as found:
        AlertingSpec.model_validate({**ALERTS, "default": ["caht"]})
    assert "did you mean 'chat'?" in str(found.value)
