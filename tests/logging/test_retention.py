"""How long logs are kept: never shorter than the law, and never shorter than they are hot."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.logging.store_cases import LEAST
from x2bee_constructs.logging.names import CLASSES, LogClass
from x2bee_constructs.logging.props import LoggingSpec, LogStoreProps
from x2bee_constructs.logging.retention import HOT_DAYS, kept, law, retention_faults

HOT = st.none() | st.integers(1, 731)
ARCHIVE = st.none() | st.integers(1, 3660)
MEMBERS = st.none() | st.integers(0, 10_000_000)


def archived(members: int | None, **said: Any) -> dict[str, int]:
    logs = LoggingSpec.model_validate(said)
    return {one.kind: one.archive_days for one in kept(logs, members, production=True)}


def refused(**said: Any) -> list[dict[str, Any]]:
    with pytest.raises(ValidationError) as caught:
        LogStoreProps.model_validate({**LEAST, **said})
    return [{**found.get("ctx", {}), "code": found["type"], "at": found["loc"]} for found in caught.value.errors()]


def test_nothing_said() -> None:
    assert archived(None) == {"application": 90, "access": 731, "audit": 731, "commerce": 1827}
    logs = LoggingSpec()
    assert {one.kind: one.hot_days for one in kept(logs, None, production=True)} == dict(HOT_DAYS)


@pytest.mark.parametrize(("members", "days"), [(0, 365), (49_999, 365), (50_000, 731), (1_200_000, 731), (None, 731)])
def test_records_of_access_are_kept_by_the_number_of_data_subjects(members: int | None, days: int) -> None:
    assert archived(members)["access"] == days


def test_shorter_than_the_law_is_refused_with_its_reason() -> None:
    (found,) = refused(members=1_200_000, logs={"access": {"archive_days": 730}})
    assert (found["code"], found["at"]) == ("X2B350", ("logs", "access", "archive_days"))
    assert (found["expected"], found["got"]) == ("at least 731", "730")
    assert "members is 1200000" in found["why"]
    assert "article 8" in found["why"]
    assert found["fix"].startswith("archive_days: 731")


def test_all_short_classes_are_told_at_once() -> None:
    short = {kind: {"archive_days": 364, "hot_days": 7} for kind in CLASSES}
    assert [found["at"][1] for found in refused(members=100, logs=short)] == ["access", "audit", "commerce"]


def test_an_archive_that_ends_before_the_hot_days_is_refused() -> None:
    (found,) = refused(logs={"application": {"hot_days": 30, "archive_days": 20}})
    assert (found["code"], found["expected"]) == ("X2B351", "at least 30 (hot_days)")


def test_more_hot_days_than_the_default_archive_make_it_longer() -> None:
    assert archived(None, application={"hot_days": 120})["application"] == 120


def test_no_law_says_how_long_programs_output_is_kept() -> None:
    assert law("application", None) is None
    assert archived(None, application={"archive_days": 14})["application"] == 14


@given(st.sampled_from(CLASSES), HOT, ARCHIVE, MEMBERS)
def test_what_is_not_refused_is_lawful_and_outlives_the_index(
    kind: LogClass, hot: int | None, archive: int | None, members: int | None
) -> None:
    said = {kind: {"hot_days": hot, "archive_days": archive}}
    if archive is not None and archive < (hot or HOT_DAYS[kind]):
        with pytest.raises(ValidationError, match="X2B351"):
            LoggingSpec.model_validate(said)
        return
    logs = LoggingSpec.model_validate(said)
    if list(retention_faults(logs, members)):
        return
    for one in kept(logs, members, production=True):
        least = law(one.kind, members)
        assert one.archive_days >= one.hot_days
        assert not least or one.archive_days >= least.days


@given(st.sampled_from(CLASSES), MEMBERS)
def test_only_production_locks_for_everybody_and_only_what_the_law_asks_for(
    kind: LogClass, members: int | None
) -> None:
    def lock(production: bool) -> str:
        return next(one.lock for one in kept(LoggingSpec(), members, production=production) if one.kind == kind)

    assert lock(False) == "governance"
    assert lock(True) == ("compliance" if law(kind, members) else "governance")
