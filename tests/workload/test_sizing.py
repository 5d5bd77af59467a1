"""Quantities are exact, and sums of them too."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x2bee_constructs import MsaDeploymentProps, NextJs, Replicas, Resources, SpringBoot
from x2bee_constructs.workload.sizing import (
    Requests,
    bytes_of,
    bytes_text,
    cpu_text,
    millicores,
    most_pods,
    pod_requests,
)

REQUESTS = st.builds(Requests, *[st.integers(0, 2**60)] * 3)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("1024", 1024),
        ("1k", 1000),
        ("1Ki", 1024),
        ("512Mi", 512 * 1024**2),
        ("1.5Gi", 3 * 1024**3 // 2),
        (".5Gi", 1024**3 // 2),
        ("1.G", 10**9),
        ("2T", 2 * 10**12),
        ("1E", 10**18),
        ("1e3", 1000),
        ("12E-1", 2),
        ("1500m", 2),
        ("0.1Ki", 103),
    ],
)
def test_bytes(text: str, count: int) -> None:
    assert bytes_of(text) == count


@pytest.mark.parametrize(
    ("text", "count"), [("500m", 500), ("2", 2000), ("0.5", 500), ("0.0001", 1), ("1u", 1), ("2k", 2_000_000)]
)
def test_cpu(text: str, count: int) -> None:
    assert millicores(text) == count


@pytest.mark.parametrize("text", ["", "Gi", "1K", "1ki", "1 Gi", "-1", "1Gib", "½", "٣", "1\n", "1e9999"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a quantity"):
        bytes_of(text)


@given(count=st.integers(0, 2**63))
def test_quantities_come_back_as_they_were(count: int) -> None:
    assert bytes_of(bytes_text(count)) == count
    assert millicores(cpu_text(count)) == count


@given(count=st.integers(1, 2**63))
def test_quantities_are_written_as_kubernetes_would(count: int) -> None:
    """In the largest unit that divides it: a smaller one would come back from the server as another text."""
    text = bytes_text(count)
    number = int(text.rstrip("KMGTi"))
    assert number % 1024 or text.endswith("Ti")


@given(number=st.decimals(0, 10_000, places=3), unit=st.sampled_from(["m", "", "k", "M", "G", "Ki", "Mi", "Gi"]))
def test_fractions_are_exact_and_rounded_up(number: object, unit: str) -> None:
    factor = {"m": Fraction(1, 1000), "": 1, "k": 10**3, "M": 10**6, "G": 10**9}
    factor |= {"Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}
    exact = Fraction(str(number)) * factor[unit]
    assert bytes_of(f"{number}{unit}") == ceil(exact)
    assert millicores(f"{number}{unit}") == ceil(exact * 1000)


@given(a=REQUESTS, b=REQUESTS, times=st.integers(0, 1000))
def test_arithmetic(a: Requests, b: Requests, times: int) -> None:
    assert a + b == b + a
    assert (a + b) * times == a * times + b * times
    assert a * 0 == Requests()
    larger = a.or_more(b)
    assert larger == b.or_more(a)
    assert all(getattr(larger, part) == max(getattr(a, part), getattr(b, part)) for part in ("cpu", "memory", "disk"))


@pytest.mark.parametrize(("most", "pods"), [(1, 2), (2, 3), (4, 5), (5, 7), (10, 13), (30, 38), (1000, 1250)])
def test_most_pods_is_the_maximum_and_the_surge(most: int, pods: int) -> None:
    assert most_pods(MsaDeploymentProps(image="a:1", runtime=SpringBoot(), replicas=Replicas(max=most))) == pods


def test_a_singleton_is_never_doubled() -> None:
    assert most_pods(MsaDeploymentProps(image="a:1", runtime=SpringBoot(), singleton=True)) == 1


def test_a_pod_asks_for_what_is_given_else_for_the_runtimes() -> None:
    profile = NextJs().profile()
    assert pod_requests(MsaDeploymentProps(image="a:1", runtime=NextJs())) == Requests(
        millicores(profile.cpu), bytes_of(profile.memory), 1024**3
    )
    given = Resources(cpu="1.5", memory="3G", ephemeral_storage="2Gi")
    assert pod_requests(MsaDeploymentProps(image="a:1", runtime=NextJs(), resources=given)) == Requests(
        1500, 3 * 10**9, 2 * 1024**3
    )
