"""What an instance has: compared with what AWS publishes."""

from __future__ import annotations

import pytest

from x2bee_constructs.database.instances import (
    class_connections,
    instance_class,
    known_classes,
    larger_classes,
    serverless_connections,
)

HIGHEST = {
    "db.r5.large": 1600,
    "db.r5.xlarge": 3300,
    "db.r5.2xlarge": 5000,
    "db.r6g.large": 1722,
    "db.r6g.xlarge": 3479,
    "db.r6g.2xlarge": 5000,
    "db.r6g.16xlarge": 5000,
    "db.x2g.large": 3479,
    "db.x2g.xlarge": 5000,
    "db.t4g.medium": 405,
    "db.t4g.large": 844,
    "db.t3.medium": 420,
    "db.t3.large": 844,
}
"""The highest value that should be used, by class (Maximum connections to an Aurora PostgreSQL DB instance)."""

HIGHEST_ACU = {1: 189, 4: 823, 8: 1669, 16: 3360, 32: 5000, 64: 5000, 128: 5000}
"""The default by the most ACUs (Maximum connections for Aurora Serverless v2)."""

STORAGE_GIB = {"db.r6g.large": 32, "db.r6g.xlarge": 63, "db.r6g.4xlarge": 252, "db.t4g.large": 16.5, "db.x2g.large": 67}
"""Temporary storage limits for Aurora PostgreSQL."""


@pytest.mark.parametrize("name", HIGHEST)
def test_a_class_takes_no_more_connections_than_aws_says_and_not_much_less(name: str) -> None:
    assert 0.9 * HIGHEST[name] <= class_connections(name) <= HIGHEST[name]


@pytest.mark.parametrize("most", HIGHEST_ACU)
def test_a_serverless_instance_takes_what_its_most_allows(most: int) -> None:
    assert 0.88 * HIGHEST_ACU[most] <= serverless_connections(1, most) <= HIGHEST_ACU[most]


def test_a_low_minimum_caps_a_serverless_instance() -> None:
    assert serverless_connections(0.5, 16) == serverless_connections(0.5, 256) == 2000
    assert serverless_connections(0.5, 4) == serverless_connections(1, 4)


@pytest.mark.parametrize(
    ("name", "vcpus", "gib"),
    [
        ("db.r7g.large", 2, 16),
        ("db.r8g.xlarge", 4, 32),
        ("db.r7i.48xlarge", 192, 1536),
        ("db.t4g.medium", 2, 4),
        ("db.x2g.large", 2, 32),
        ("db.r6i.32xlarge", 128, 1024),
    ],
)
def test_what_a_class_has(name: str, vcpus: int, gib: float) -> None:
    found = instance_class(name)
    assert found
    assert (found.vcpus, found.memory_gib) == (vcpus, gib)


@pytest.mark.parametrize("name", STORAGE_GIB)
def test_local_storage_is_near_what_aws_lists(name: str) -> None:
    found = instance_class(name)
    assert found
    assert found.local_storage_gib == pytest.approx(STORAGE_GIB[name], rel=0.05)


@pytest.mark.parametrize("name", ["db.t4g.micro", "db.m7g.large", "db.r6gd.large", "db.r7g.24xlarge", "r7g.large", ""])
def test_what_aurora_postgresql_has_not_is_not_known(name: str) -> None:
    assert instance_class(name) is None


def test_larger_classes_are_those_of_the_family_the_next_one_first() -> None:
    assert [found.name for found in larger_classes("db.r7g.4xlarge")] == [
        "db.r7g.8xlarge",
        "db.r7g.12xlarge",
        "db.r7g.16xlarge",
    ]
    assert larger_classes("db.t4g.large") == ()
    assert known_classes("t4g") == ("db.t4g.medium", "db.t4g.large")
    assert set(known_classes("r8g")) < set(known_classes())
