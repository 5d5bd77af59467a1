"""Phrases of PromQL that several boards use. `$__rate_interval` is Grafana's: four scrapes at least."""

from __future__ import annotations

from collections.abc import Iterable

from x2bee_constructs.observability.dashboards.props import DashboardsProps

__all__ = ["RATE", "chosen", "istio", "one_of", "pods_of", "quantile", "rate", "served", "share"]

RATE = "[$__rate_interval]"


def one_of(names: Iterable[str]) -> str:
    """A regular expression of these names; they are DNS labels, so nothing in them needs escaping."""
    return "|".join(sorted(names))


def rate(metric: str, matchers: str) -> str:
    """So many each second."""
    return f"rate({metric}{{{matchers}}}{RATE})"


def share(part: str, whole: str) -> str:
    """The part of the whole, from 0 to 1; 0 where there is no part, and nothing where there is nothing to share."""
    return f"(({part}) or ({whole}) * 0) / (({whole}) > 0)"


def quantile(part: float, by: str, buckets: str) -> str:
    """What so large a part of the requests is under, from the buckets of a histogram."""
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({part:g}, sum by ({labels}) ({buckets}))"


def istio(props: DashboardsProps, *matchers: str) -> str:
    """Requests to the services as those who sent them saw it: so also what reached no pod."""
    return ",".join(('reporter="source"', f'destination_service_namespace="{props.namespace}"', *matchers))


def served(props: DashboardsProps, of: str) -> str:
    """The same series with the label `service`: a further Service counts as the one whose pods it leads to."""
    folded = f'label_replace({of}, "service", "$1", "destination_service_name", "(.*)")'
    for alias, name in sorted(props.aliases.items()):
        folded = f'label_replace({folded}, "service", "{name}", "destination_service_name", "{alias}")'
    return folded


def chosen(props: DashboardsProps) -> str:
    """Which requests are those of the service that was chosen, under all its names."""
    around = sorted({tuple(alias.split(name, 1)) for alias, name in props.aliases.items() if name in alias})
    before, behind = one_of({pair[0] for pair in around} - {""}), one_of({pair[1] for pair in around} - {""})
    pattern = f"{f'({before})?' if before else ''}$service{f'({behind})?' if behind else ''}"
    return f'destination_service_name=~"{pattern}"'


def pods_of(service: str = "$service") -> str:
    """The names of a Deployment's pods: two more words, so that those of no other service fit."""
    return f"{service}-[a-z0-9]+-[a-z0-9]+"
