"""Memory and disk follow from what there is, whatever that is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from x2bee_constructs.observability.budget import Counted, counted_series, metrics_budget, traces_budget
from x2bee_constructs.observability.props import MetricsSpec, TracingSpec

counts = st.builds(
    Counted,
    nodes=st.integers(3, 200),
    pods=st.integers(20, 3000),
    proxies=st.integers(0, 2000),
    jvms=st.integers(0, 2000),
    node_js=st.integers(0, 500),
)


@given(counts)
def test_more_pods_are_more_series_and_the_sum_says_how_many(counted: Counted) -> None:
    series, said = counted_series(counted)
    more, _ = counted_series(Counted(counted.nodes, counted.pods + 1, counted.proxies, counted.jvms, counted.node_js))
    assert more > series
    assert said.endswith(f"= {series} series")


@given(st.integers(10_000, 5_000_000), st.integers(1, 400), st.integers(10, 120))
def test_the_volume_holds_what_is_kept(series: int, days: int, seconds: int) -> None:
    metrics = MetricsSpec(retention_days=days, scrape_seconds=seconds)
    budget = metrics_budget(metrics, series)
    assert budget.fits
    assert budget.storage_gib * 1024**3 >= series * 86_400 / seconds * 2 * days
    assert budget.memory_mib * 1024**2 >= series * 8 * 1024


@given(st.integers(1, 5_000), st.integers(2, 60), st.integers(1, 10), st.floats(0.1, 100))
def test_every_trace_is_held_until_it_is_judged(requests: int, wait: int, collectors: int, head: float) -> None:
    tracing = TracingSpec(wait_seconds=wait, head_percent=head)
    budget = traces_budget(tracing, requests, collectors)
    assert budget.traces * budget.pods >= requests * head / 100 * wait
    assert budget.memory_mib * 1024**2 * 0.7 >= budget.traces * 14 * 2048


def test_a_volume_that_was_said_is_shown_against_what_is_needed() -> None:
    budget = metrics_budget(MetricsSpec(storage_gib=10, retention_days=90), 300_000)
    assert not budget.fits
    assert f"{budget.needed_gib} GiB of 10 GiB" in budget.sum
