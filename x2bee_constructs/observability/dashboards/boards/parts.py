"""What several boards have: links, the menu of others, and panels that look alike."""

from __future__ import annotations

from urllib.parse import quote

from x2bee_constructs.observability.dashboards.model import Choice, Link
from x2bee_constructs.observability.dashboards.names import BoardName, path
from x2bee_constructs.observability.dashboards.props import DashboardsProps, ServiceView

__all__ = ["board_link", "logs_link", "service_choice", "service_url", "traces_link"]


def board_link(title: str, name: BoardName, **chosen: str) -> Link:
    """To another board, with values for its variables."""
    values = "&".join(f"var-{variable}={value}" for variable, value in sorted(chosen.items()))
    return Link(title, f"{path(name)}?{values}" if values else path(name))


def service_url() -> str:
    """To the board of the service that a cell names."""
    return f"{path('service')}?${{__url_time_range}}&var-service=${{__value.text}}"


def traces_link(props: DashboardsProps) -> Link:
    """The chosen service's traces; proxies call themselves by app and namespace."""
    # Grafana fills the variable in, so it must stay as it is.
    service = f"${{service}}.{props.namespace}"
    query = (
        f'{{"refId":"A","queryType":"search","service":"{service}","datasource":{{"type":"jaeger","uid":"jaeger"}}}}'
    )
    panes = f'{{"traces":{{"datasource":"jaeger","queries":[{query}],"range":{{"from":"now-1h","to":"now"}}}}}}'
    return Link("Traces", f"/explore?schemaVersion=1&panes={quote(panes, safe='${}:,')}")


def logs_link(domain: str) -> Link:
    """The chosen service's logs in OpenSearch Dashboards."""
    query = "(query:(language:kuery,query:'service:\"${service}\"'))"
    host = f"https://logs.{domain}/_dashboards"
    return Link("Logs", f"{host}/app/discover#/?_q={quote(query, safe='${}:,()')}&_g=(time:(from:now-1h,to:now))")


def service_choice(services: tuple[ServiceView, ...], all: bool = False) -> Choice:
    """Which of the services."""
    says = "Those of the customer's file that can be shown here"
    return Choice("service", "Service", says, tuple(one.name for one in services), all)
