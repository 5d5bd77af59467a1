"""What may be said of a database, and how the rest is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs.core.props import Props
from x2bee_constructs.database.fields import windows_meet
from x2bee_constructs.database.ports import port_faults, port_of
from x2bee_constructs.database.props import Database, PostgresClusterProps, laid_aside

LARGE = {"instance": "db.r7g.large"}
IN_CLUSTER = {"engine": "cloudnative-pg"}


def refused(said: dict[str, Any], model: type[Props] = Database) -> list[tuple[str, tuple[Any, ...], str]]:
    """All faults: code, place, words."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(said)
    return [(found["type"], found["loc"], found["msg"]) for found in caught.value.errors(include_url=False)]


@pytest.mark.parametrize(
    ("said", "code", "place", "words"),
    [
        ({}, "X2B105", ("instance",), "missing key 'instance'"),
        ({"instance": "r7g.large"}, "X2B106", ("instance",), "an instance class such as"),
        ({"instance": "db.r7g.larg"}, "X2B321", ("instance",), "did you mean 'db.r7g.large'"),
        ({"instance": "db.m7g.large"}, "X2B321", ("instance",), "unknown instance class"),
        ({"instance": "db.t4g.micro"}, "X2B321", ("instance",), "one of db.t4g.medium, db.t4g.large"),
        ({**LARGE, "serverless": {"min": 1, "max": 2}}, "X2B320", ("serverless",), "contradicts 'instance'"),
        ({"serverless": {"min": 4, "max": 2}}, "X2B327", ("serverless", "max"), "at least 4, got 2"),
        ({"serverless": {"min": 0, "max": 2}}, "X2B104", ("serverless", "min"), "at least 0.5"),
        ({"serverless": {"min": 1, "max": 300}}, "X2B104", ("serverless", "max"), "at most 256"),
        ({"serverless": {"min": 1.2, "max": 2}}, "X2B104", ("serverless", "min"), "multiple of 0.5"),
        ({**LARGE, "readers": 16}, "X2B104", ("readers",), "at most 15"),
        ({**LARGE, "version": "9.6"}, "X2B106", ("version",), "such as 17.7"),
        ({**LARGE, "version": "17"}, "X2B106", ("version",), "such as 17.7"),
        ({**LARGE, "version": 17.7}, "X2B103", ("version",), "text"),
        ({**LARGE, "listens": 1024}, "X2B104", ("listens",), "at least 1150"),
        ({**LARGE, "backup_days": 36}, "X2B104", ("backup_days",), "at most 35"),
        ({**LARGE, "backup_days": 0}, "X2B104", ("backup_days",), "at least 1"),
        ({**LARGE, "copy_region": "Tokyo"}, "X2B106", ("copy_region",), "a region of the aws partition"),
        ({**LARGE, "copy_hours": 5}, "X2B104", ("copy_hours",), "24"),
        ({**LARGE, "audit": ["all"]}, "X2B104", ("audit", 0), "'ddl'"),
        ({**LARGE, "audit": ["ddl", "ddl"]}, "X2B101", ("audit",), "stands twice"),
        ({**LARGE, "maintenance_window": "monday"}, "X2B106", ("maintenance_window",), "a weekly window in UTC"),
        ({**LARGE, "maintenance_window": "mon:03:00-mon:03:10"}, "X2B325", ("maintenance_window",), "at least 30"),
        ({**LARGE, "maintenance_window": "mon:03:00-tue:03:00"}, "X2B325", ("maintenance_window",), "too long"),
        ({**LARGE, "backup_window": "25:00-26:00"}, "X2B106", ("backup_window",), "a daily window in UTC"),
        ({**LARGE, "backup_window": "03:00-03:29"}, "X2B325", ("backup_window",), "got 29 minutes"),
        ({**LARGE, "backup_window": "19:00-20:00"}, "X2B325", ("backup_window",), "overlap"),
        ({**LARGE, "maintenance_window": "fri:17:30-fri:18:30"}, "X2B325", ("maintenance_window",), "overlap"),
        ({**LARGE, "storage_gib": 20}, "X2B322", ("storage_gib",), "no meaning for aurora-postgresql"),
        ({**LARGE, "reader": 2}, "X2B102", ("reader",), "did you mean 'readers'"),
        ({**LARGE, "engine": "aurora"}, "X2B104", ("engine",), "'aurora-postgresql' or 'cloudnative-pg'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    said: dict[str, Any], code: str, place: tuple[Any, ...], words: str
) -> None:
    ((found, where, message),) = refused(said)
    assert (found, where) == (code, place)
    assert words in message


def test_what_has_no_meaning_in_the_cluster_is_refused_each_once() -> None:
    said: dict[str, Any] = {
        **IN_CLUSTER,
        **LARGE,
        "serverless": {"min": 1, "max": 2},
        "listens": 15432,
        "recovery": {"rto_minutes": 1, "rpo_minutes": 0, "survives": "region"},
        "copy_region": "ap-northeast-1",
        "copy_hours": 1,
        "audit": ["ddl"],
        "maintenance_window": "mon:18:30-mon:19:30",
        "backup_window": "19:00-20:00",
    }
    faults = refused(said)
    assert {code for code, _, _ in faults} == {"X2B322"}
    assert sorted(place[0] for _, place, _ in faults) == sorted(said.keys() - IN_CLUSTER.keys())


def test_the_switch_alone_is_a_database_in_the_cluster() -> None:
    database = Database.model_validate(IN_CLUSTER)
    assert (database.in_aws, database.volume_gib, database.readers) == (False, 10, 1)
    with_all = {**IN_CLUSTER, "storage_gib": 50, "storage_class": "gp3", "backup_days": 7, "version": "16.8"}
    assert Database.model_validate(with_all).volume_gib == 50


def test_a_database_survives_being_written_down_and_read_again() -> None:
    for said in (LARGE, IN_CLUSTER, {"serverless": {"min": 0.5, "max": 8}}):
        database = Database.model_validate(said)
        assert Database.model_validate(database.model_dump()) == database


def test_an_environment_says_another_engine_and_takes_nothing_back() -> None:
    below = {"instance": "db.r7g.xlarge", "readers": 2, "copy_region": "ap-northeast-1", "backup_days": 7}
    above: dict[str, Any] = {"engine": "cloudnative-pg", "readers": 0}
    gone = laid_aside(below, above)
    assert gone == {"instance", "copy_region"}
    merged = {**{name: value for name, value in below.items() if name not in gone}, **above}
    assert Database.model_validate(merged).backup_days == 7


def test_what_an_environment_says_itself_is_not_laid_aside() -> None:
    above = {"engine": "cloudnative-pg", "instance": "db.r7g.large"}
    assert laid_aside(LARGE, above) == frozenset()
    assert refused({**LARGE, **above})[0][0] == "X2B322"


def test_one_way_to_size_replaces_the_other() -> None:
    growing = {"serverless": {"min": 1, "max": 4}}
    assert laid_aside({**LARGE, "readers": 1}, growing) == {"instance"}
    assert laid_aside(growing, LARGE) == {"serverless"}
    assert laid_aside(LARGE, {"readers": 3}) == frozenset()


def test_the_standard_databases_have_their_ports_and_others_one_by_their_name() -> None:
    database = Database.model_validate(LARGE)
    assert [port_of(name, database) for name in ("mbod", "gddp", "event")] == [15432, 15433, 15434]
    assert port_of("gift", database) == 15509, "it follows from the name alone: another number is another port"
    assert port_of("gift", Database.model_validate({**LARGE, "listens": 16000})) == 16000
    assert port_of("mbod", Database.model_validate(IN_CLUSTER)) == 5432


@given(st.from_regex(r"[a-z][a-z0-9-]{0,38}[a-z0-9]", fullmatch=True))
def test_no_name_leads_to_a_standard_port_or_away_from_the_range(name: str) -> None:
    port = port_of(name, Database.model_validate(LARGE))
    assert name in ("mbod", "gddp", "event") or 15440 <= port < 15940


def test_two_databases_on_one_port_are_refused_where_it_was_said() -> None:
    plain = Database.model_validate(LARGE)
    taken = Database.model_validate({**LARGE, "listens": 15432})
    ((place, fault, got),) = port_faults({"mbod": plain, "own": taken})
    assert (place, fault.type, got) == (("databases", "mbod", "listens"), "X2B324", None)
    assert "'mbod' listens on 15432, as 'own' does" in fault.message()
    free = int(str((fault.context or {})["fix"]).removeprefix("listens: "))
    moved = Database.model_validate({**LARGE, "listens": free})
    assert not list(port_faults({"mbod": moved, "own": taken}))


def test_databases_in_the_cluster_share_a_port() -> None:
    inside = Database.model_validate(IN_CLUSTER)
    assert not list(port_faults({"mbod": inside, "gddp": inside, "own": Database.model_validate(LARGE)}))


@pytest.mark.parametrize(
    ("maintenance", "backup", "meet"),
    [
        ("mon:18:30-mon:19:30", "17:00-18:00", False),
        ("mon:18:30-mon:19:30", "17:00-18:31", True),
        ("mon:18:30-mon:19:30", "19:30-20:30", False),
        ("sun:23:30-mon:00:30", "00:00-01:00", True),
        ("sun:23:30-mon:00:30", "23:00-00:00", True),
        ("sun:20:00-sun:21:00", "23:30-00:30", False),
        ("sun:22:00-mon:20:00", "12:00-12:30", True),
    ],
)
def test_windows_meet_also_over_midnight_and_the_end_of_the_week(maintenance: str, backup: str, meet: bool) -> None:
    assert windows_meet(maintenance, backup) is meet


def test_a_cluster_of_aws_is_not_made_of_a_database_in_kubernetes() -> None:
    said = {"name": "mbod", "database": IN_CLUSTER, "app_cidrs": ["10.20.0.0/19"]}
    ((code, place, words),) = refused(said, PostgresClusterProps)
    assert (code, place) == ("X2B322", ("database", "engine"))
    assert "'mbod' is no database of AWS" in words


@pytest.mark.parametrize("changes", [{"app_cidrs": []}, {"app_cidrs": ["0.0.0.0"]}, {"log_days": 1}])
def test_what_the_platform_knows_is_checked_too(changes: dict[str, Any]) -> None:
    said = {"name": "mbod", "database": LARGE, "app_cidrs": ["10.20.0.0/19"], **changes}
    assert refused(said, PostgresClusterProps)
