"""What the index Job says, and the Job itself: a real shell and a real curl against a stand-in of OpenSearch.

The stand-in (conformance/logging/search.py) implements the published APIs; it is no OpenSearch.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.logging.search import Search
from tests.logging.job import SETTINGS, Job, done
from x2bee_constructs.core.leaks import find_leak
from x2bee_constructs.logging.fluentd.records import FIELDS
from x2bee_constructs.logging.guests import LogGuest
from x2bee_constructs.logging.index.dashboards import saved_objects
from x2bee_constructs.logging.index.files import job_files, steps
from x2bee_constructs.logging.index.steps import MARK
from x2bee_constructs.logging.index.streams import MAPPINGS, policy, template
from x2bee_constructs.logging.names import CLASSES

SECURITY = "_plugins/_security/api"
ROLE = "arn:aws:iam::111122223333:role/"


class StandIn(Job):
    """The Job before a stand-in, which can be asked what it was told."""

    def __init__(self, folder: Path, search: Search) -> None:
        super().__init__(folder, search.address, search.environment)
        self.search = search


@pytest.fixture
def job(tmp_path: Path) -> Iterator[StandIn]:
    if not shutil.which("curl"):
        pytest.skip("no curl")
    search = Search()
    yield StandIn(tmp_path, search)
    search.stop()


def test_the_first_run_writes_everything_and_the_second_nothing(job: StandIn) -> None:
    assert all(line.startswith("changed ") for line in done(job.run()))
    written = list(job.search.writes)
    assert len(written) == len(steps(SETTINGS))
    assert all(line.startswith("unchanged ") for line in done(job.run()))
    assert job.search.writes == written
    assert not list((job.folder / "tmp").iterdir()), "nothing stays behind, credentials least of all"


def test_every_request_is_signed_for_the_domain_with_the_pods_credentials(job: StandIn) -> None:
    done(job.run())
    assert job.search.logins
    for login in job.search.logins:
        assert login.startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        assert "/ap-northeast-2/es/aws4_request" in login


def test_with_internal_users_the_master_logs_in(job: StandIn) -> None:
    done(job.run(USERNAME="master", PASSWORD="p&ss#w:rd"))
    assert job.search.logins == {"Basic bWFzdGVyOnAmc3Mjdzpy" + "ZA=="}


def test_roles_are_written_as_arns_of_the_account_and_the_master_stays(job: StandIn) -> None:
    done(job.run())
    kept = job.search.kept
    assert kept[f"{SECURITY}/rolesmapping/x2bee_writer"]["backend_roles"] == [ROLE + "x2bee-acme-prd-fluentd"]
    assert kept[f"{SECURITY}/rolesmapping/x2bee_reader"]["backend_roles"] == [ROLE + "developers"]
    assert kept[f"{SECURITY}/rolesmapping/all_access"]["backend_roles"] == ["master", ROLE + "operators"]


def test_other_hot_days_change_the_policy_of_the_indices_that_are_there_and_nothing_else(job: StandIn) -> None:
    done(job.run())
    job.search.writes.clear()
    longer = replace(SETTINGS, hot_days={**SETTINGS.hot_days, "application": 21})
    lines = [line for line in done(job.run(longer)) if line.startswith("changed")]
    assert lines == ["changed _plugins/_ism/policies/x2bee-application"]
    assert job.search.changed_policies == [(".ds-x2bee-application-000001", "x2bee-application")]
    assert not [line for line in done(job.run(longer)) if line.startswith("changed")]


def test_what_people_changed_by_hand_is_put_right(job: StandIn) -> None:
    done(job.run())
    job.search.kept[f"{SECURITY}/roles/x2bee_writer"] = {"description": "by hand", "cluster_permissions": ["*"]}
    lines = [line for line in done(job.run()) if line.startswith("changed")]
    assert lines == [f"changed {SECURITY}/roles/x2bee_writer"]


@pytest.mark.parametrize("broken", ["_ism/policies", "_index_template", "rolesmapping", "saved_objects"])
def test_a_failure_stops_the_job_and_says_where(job: StandIn, broken: str) -> None:
    job.search.fails = broken
    result = job.run()
    assert result.returncode == 1
    assert "got 500" in result.stderr
    assert "it broke" in result.stderr


def test_without_credentials_nothing_is_asked(job: StandIn) -> None:
    (job.folder / "token").write_text("another")
    assert job.run().returncode != 0
    assert job.search.logins == set()


def test_no_file_has_an_arn_or_an_unfilled_mark() -> None:
    for name, text in job_files(SETTINGS).items():
        assert find_leak(text) is None, name
        assert MARK not in text, name


@pytest.mark.parametrize("kind", CLASSES)
def test_no_line_goes_before_its_days_are_over(kind: Any) -> None:
    hot, gone = policy(SETTINGS, kind)["policy"]["states"]
    rolled = hot["actions"][0]["rollover"]["min_index_age"]
    ends = hot["transitions"][0]["conditions"]["min_index_age"]
    assert int(ends.removesuffix("d")) - int(rolled.removesuffix("d")) >= SETTINGS.hot_days[kind]
    assert gone["actions"][0]["delete"] == {}


def test_a_policy_takes_its_stream_by_name_and_comes_before_it() -> None:
    for kind in CLASSES:
        name = f"x2bee-{kind}"
        assert policy(SETTINGS, kind)["policy"]["ism_template"][0]["index_patterns"] == [name]
        assert template(SETTINGS, kind)["index_patterns"] == [name]
        paths = [step.path for step in steps(SETTINGS)]
        order = [f"_plugins/_ism/policies/{name}", f"_index_template/{name}", f"_data_stream/{name}"]
        assert [path for path in paths if path in order] == order


def test_every_field_of_a_record_has_a_type() -> None:
    assert {*FIELDS, "@timestamp"} == set(MAPPINGS["properties"])


def test_fluentd_may_add_and_neither_read_nor_make() -> None:
    bodies = {step.path: step.body for step in steps(SETTINGS)}
    writer = json.loads(bodies[f"{SECURITY}/roles/x2bee_writer"])
    actions = {action for found in writer["index_permissions"] for action in found["allowed_actions"]}
    assert actions == {"indices:data/write/index", "indices:data/write/bulk*"}


def test_readers_see_neither_audit_nor_commerce() -> None:
    bodies = {step.path: step.body for step in steps(SETTINGS)}
    reader = bodies[f"{SECURITY}/roles/x2bee_reader"]
    assert "audit" not in reader
    assert "commerce" not in reader
    assert "commerce" in bodies[f"{SECURITY}/roles/x2bee_auditor"]


def test_saved_objects_refer_to_each_other_and_to_fields_that_are_there() -> None:
    objects = saved_objects(SETTINGS)
    ids = {(made["type"], made["id"]) for made in objects}
    assert len(ids) == len(objects)
    for made in objects:
        for reference in made.get("references", []):
            assert (reference["type"], reference["id"]) in ids
            assert reference["name"] in json.dumps(made["attributes"])
        assert set(columns(made)) <= set(FIELDS)


def columns(made: Mapping[str, Any]) -> list[str]:
    return made["attributes"].get("columns", [])


def test_a_guest_has_its_own_indices_and_they_end() -> None:
    guest = LogGuest(name="jaeger", prefix="x2bee-traces", days=7)
    found = {step.path: step for step in steps(replace(SETTINGS, guests=(guest,)))}
    role = json.loads(found[f"{SECURITY}/roles/x2bee_jaeger"].body)
    assert [one["index_patterns"] for one in role["index_permissions"]] == [["x2bee-traces-*"]]
    members = json.loads(found[f"{SECURITY}/rolesmapping/x2bee_jaeger"].body)
    assert members["backend_roles"] == ["%ROLE:x2bee-acme-prd-jaeger%"]
    ends = json.loads(found["_plugins/_ism/policies/x2bee-traces"].body)["policy"]
    assert ends["states"][0]["transitions"][0]["conditions"] == {"min_index_age": "8d"}
    assert ends["ism_template"][0]["index_patterns"] == ["x2bee-traces-*"]
    written = json.loads(found[f"{SECURITY}/roles/x2bee_writer"].body)["index_permissions"]
    assert not any("traces" in pattern for one in written for pattern in one["index_patterns"])
