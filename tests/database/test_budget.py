"""Connections: what is accepted fits, what does not fit is shown as a sum with the smallest change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x2bee_constructs.database.budget import (
    LARGEST_POOL,
    SMALLEST_POOL,
    Budget,
    Reserved,
    Use,
    connection_budget,
    max_connections,
)
from x2bee_constructs.database.props import Database

LARGE = Database(instance="db.r7g.large", readers=2)
ROOM = 1586 - 20


def order(pods: int, *, size: int | None = None, pools: int = 1, writes: bool = True) -> Use:
    return Use("x2bee-api-order", "mbod", pods, pools, writes, size)


def member(pods: int, *, size: int | None = None, writes: bool = True) -> Use:
    return Use("x2bee-api-member", "mbod", pods, 1, writes, size)


def context(budget: Budget) -> tuple[tuple[str | int, ...], dict[str, Any], str]:
    ((place, fault, _),) = budget.faults
    assert fault.type == "X2B330"
    return place, dict(fault.context or {}), fault.message()


def test_few_pods_get_what_hikari_would_take() -> None:
    budget = connection_budget({"mbod": LARGE}, [order(30), member(20)])
    assert budget.faults == ()
    assert set(budget.sizes.values()) == {LARGEST_POOL}


def test_many_pods_share_what_there_is_alike() -> None:
    budget = connection_budget({"mbod": LARGE}, [order(200), member(100)])
    assert budget.faults == ()
    assert set(budget.sizes.values()) == {5}, "300 pods × 5 = 1500, × 6 = 1800, of 1566"


def test_a_size_that_was_said_stays_and_the_others_share_the_rest() -> None:
    budget = connection_budget({"mbod": LARGE}, [order(50, size=20), member(100)])
    assert budget.sizes["x2bee-api-order", "mbod", True] == 20
    assert budget.sizes["x2bee-api-member", "mbod", True] == 5


def test_every_pool_of_a_pod_counts() -> None:
    once = connection_budget({"mbod": LARGE}, [order(150)]).sizes
    twice = connection_budget({"mbod": LARGE}, [order(150, pools=2)]).sizes
    assert (*once.values(), *twice.values()) == (10, 5)


def test_what_cannot_fit_shows_the_sum_and_the_next_class() -> None:
    place, said, message = context(connection_budget({"mbod": LARGE}, [order(600), member(200)]))
    assert place == ("databases", "mbod", "instance")
    assert "more connections than the writer of 'mbod' can have" in message
    assert f"at most {ROOM} (1586 of max_connections less 20 reserved)" in message
    assert "got 1600: x2bee-api-order 600 pods × 2 × 1 = 1200 + x2bee-api-member 200 pods × 2 × 1 = 400" in message
    assert said["fix"] == "instance: db.r7g.xlarge"


def test_a_pool_that_was_said_too_large_may_shrink_instead() -> None:
    _, said, _ = context(connection_budget({"mbod": LARGE}, [order(100, size=30)]))
    assert said["fix"] == "instance: db.r7g.xlarge, or pools of at most 15"
    smaller = connection_budget({"mbod": LARGE}, [order(100, size=15)])
    larger = connection_budget({"mbod": Database(instance="db.r7g.xlarge", readers=2)}, [order(100, size=30)])
    assert smaller.faults == larger.faults == ()


def test_where_no_class_is_large_enough_pods_have_to_go() -> None:
    most = Database(instance="db.r7g.16xlarge", readers=2)
    _, said, _ = context(connection_budget({"mbod": most}, [order(3000)]))
    assert said["fix"].startswith("fewer pods")


def test_a_serverless_database_grows() -> None:
    database = Database.model_validate({"serverless": {"min": 1, "max": 2}})
    place, said, _ = context(connection_budget({"mbod": database}, [order(300)]))
    assert place == ("databases", "mbod", "serverless", "max")
    most = float(said["fix"].removeprefix("serverless.max: "))
    grown = Database.model_validate({"serverless": {"min": 1, "max": most}})
    assert connection_budget({"mbod": grown}, [order(300)]).faults == ()
    less = Database.model_validate({"serverless": {"min": 1, "max": most - 0.5}})
    assert connection_budget({"mbod": less}, [order(300)]).faults


def test_readers_count_without_one_of_them() -> None:
    reads = [order(150, size=10, writes=False)]
    assert connection_budget({"mbod": LARGE}, reads).faults == (), "two readers, one lost: 1500 of 1566"
    _, said, message = context(connection_budget({"mbod": LARGE}, [order(200, size=10, writes=False)]))
    assert "more connections than the readers of 'mbod' can have" in message
    assert "× 1: one of 2 readers may be lost" in message
    assert said["fix"] == "instance: db.r7g.xlarge, or pools of at most 7, or readers: 3"
    three = Database(instance="db.r7g.large", readers=3)
    assert connection_budget({"mbod": three}, [order(200, size=10, writes=False)]).faults == ()


def test_more_readers_are_a_way_where_no_pool_is_small_enough() -> None:
    _, said, _ = context(connection_budget({"mbod": LARGE}, [order(1000, writes=False)]))
    assert said["fix"] == "instance: db.r7g.xlarge, or readers: 3"
    three = Database(instance="db.r7g.large", readers=3)
    assert connection_budget({"mbod": three}, [order(1000, writes=False)]).faults == ()


@pytest.mark.parametrize("readers", [0, 1])
def test_the_writer_also_serves_the_readers_where_nobody_else_could(readers: int) -> None:
    one = Database(instance="db.r7g.large", readers=readers)
    uses = [order(100, size=10), member(100, size=10, writes=False)]
    _, _, message = context(connection_budget({"mbod": one}, uses))
    assert "the writer of 'mbod'" in message
    assert connection_budget({"mbod": LARGE}, uses).faults == ()


def test_what_is_reserved_is_not_given_away() -> None:
    uses = [order(78, size=20)]
    assert connection_budget({"mbod": LARGE}, uses).faults == ()
    assert connection_budget({"mbod": LARGE}, uses, {"mbod": Reserved(sync=7)}).faults
    assert connection_budget({"mbod": LARGE}, uses, {"other": Reserved(sync=7)}).faults == ()


def test_a_database_in_the_cluster_has_little_room() -> None:
    inside = Database(engine="cloudnative-pg", readers=0)
    assert max_connections(inside) == 200
    place, said, _ = context(connection_budget({"mbod": inside}, [order(100)]))
    assert place == ("databases", "mbod", "engine")
    assert said["fix"].startswith("fewer pods")


def test_every_database_is_counted_for_itself_and_unknown_ones_are_not() -> None:
    databases = {"mbod": LARGE, "gddp": LARGE}
    uses = [order(700), Use("x2bee-api-goods", "gddp", 900), Use("x2bee-api-gift", "gift", 9999)]
    assert [place[1] for place, _, _ in connection_budget(databases, uses).faults] == ["gddp"]
    assert "gift" not in {database for _, database, _ in connection_budget(databases, uses).sizes}


CLASSES = ["db.t4g.medium", "db.r7g.large", "db.r8g.2xlarge"]
databases = st.builds(
    lambda instance, readers: Database(instance=instance, readers=readers),
    st.sampled_from(CLASSES),
    st.integers(0, 4),
)
uses = st.lists(
    st.builds(
        Use,
        st.sampled_from("abcdefgh"),
        st.sampled_from(["mbod", "gddp"]),
        st.integers(0, 400),
        st.integers(1, 3),
        st.booleans(),
        st.none() | st.integers(1, 40),
    ),
    max_size=8,
    unique_by=lambda use: (use.service, use.database, use.writes),
)


def spent(database: Database, sizes: dict[tuple[str, str, bool], int], found: list[Use], *, writer: bool) -> int:
    def there(use: Use) -> bool:
        return (use.writes or database.readers < 2) is writer

    return sum(use.pods_max * use.pools * sizes[use.service, use.database, use.writes] for use in found if there(use))


@given(databases, databases, uses, st.integers(0, 50))
def test_what_is_accepted_fits_even_when_a_reader_is_lost(
    mbod: Database, gddp: Database, found: list[Use], sync: int
) -> None:
    both = {"mbod": mbod, "gddp": gddp}
    reserved = {name: Reserved(sync=sync) for name in both}
    budget = connection_budget(both, found, reserved)
    broken = {place[1] for place, _, _ in budget.faults}
    for name in both.keys() - broken:
        own = [use for use in found if use.database == name]
        room = max_connections(both[name]) - reserved[name].total
        assert spent(both[name], dict(budget.sizes), own, writer=True) <= max(room, 0)
        assert spent(both[name], dict(budget.sizes), own, writer=False) <= max(both[name].readers - 1, 0) * room


@given(databases, uses)
def test_derived_pools_fit_wherever_the_smallest_would(database: Database, found: list[Use]) -> None:
    both = {"mbod": database, "gddp": database}
    smallest = [
        Use(use.service, use.database, use.pods_max, use.pools, use.writes, use.size or SMALLEST_POOL) for use in found
    ]
    derived = connection_budget(both, found)
    assert bool(derived.faults) == bool(connection_budget(both, smallest).faults)
    for use in found:
        size = derived.sizes[use.service, use.database, use.writes]
        assert size == use.size if use.size else SMALLEST_POOL <= size <= LARGEST_POOL


@given(databases, uses)
def test_the_order_in_which_services_are_named_changes_nothing(database: Database, found: list[Use]) -> None:
    both = {"mbod": database, "gddp": database}
    forth, back = connection_budget(both, found), connection_budget(both, found[::-1])
    assert forth.sizes == back.sizes
    assert [str(fault) for _, fault, _ in forth.faults] == [str(fault) for _, fault, _ in back.faults]
