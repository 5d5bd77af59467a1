"""The index Job against a real OpenSearch with its security plugin (conformance/logging/opensearch).

`make logs` puts the server together and runs these. ISM, Dashboards and AWS' check of signatures are stand-ins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from typing import Any

import pytest

from conformance.logging.opensearch.front import Front
from conformance.logging.opensearch.server import MASTER_PASSWORD, MASTER_ROLE, MASTER_USER, OpenSearch
from tests.logging.job import SETTINGS, Job, done, started
from x2bee_constructs.logging.index.files import steps
from x2bee_constructs.logging.index.streams import MAPPINGS
from x2bee_constructs.logging.names import CLASSES

pytestmark = [pytest.mark.opensearch, pytest.mark.xdist_group("opensearch")]

ROLE = "arn:aws:iam::111122223333:role/"
WRITER, READER = f"{ROLE}x2bee-acme-prd-fluentd", f"{ROLE}developers"
SECURITY = "_plugins/_security/api"
STREAMS = [f"x2bee-{kind}" for kind in CLASSES]
BULK: dict[str, Any] = {
    "@timestamp": "2026-01-05T01:00:00.000000123Z",
    "service": "x2bee-api-order",
    "message": "hello",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSearch]:
    made = started(tmp_path_factory.mktemp("opensearch"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def front(server: OpenSearch) -> Iterator[Front]:
    made = Front(server.address)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def job(front: Front, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The Job of a deployment, which ran once."""
    made = Job(tmp_path_factory.mktemp("job"), front.address, front.search.environment)
    lines = done(made.run())
    assert len(lines) == len(steps(SETTINGS))
    assert all(line.startswith("changed ") for line in lines), lines
    return made


def as_role(front: Front, role: str, method: str, path: str, body: bytes = b"") -> tuple[int, Any]:
    """A signed request of a role, as AWS would let it through."""
    front.roles["AKIDROLE"] = role
    return ask(front, method, path, body)


def ask(front: Front, method: str, path: str, body: bytes) -> tuple[int, Any]:
    there = HTTPConnection("127.0.0.1", front.port, timeout=60)
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIDROLE/x", "Content-Type": "application/x-ndjson"}
    there.request(method, f"/{path}", body or None, signed)
    answer = there.getresponse()
    text = answer.read()
    there.close()
    return answer.status, json.loads(text) if text.startswith(b"{") else text.decode()


def bulk(*records: dict[str, Any]) -> bytes:
    lines = [line for record in records for line in ({"create": {"_id": record["message"]}}, record)]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def test_a_second_run_changes_nothing(job: Job, front: Front) -> None:
    front.writes.clear()
    assert all(line.startswith("unchanged ") for line in done(job.run()))
    assert front.writes == []


def test_opensearch_has_what_was_declared(job: Job, server: OpenSearch) -> None:
    streams = server.ask("GET", "_data_stream/x2bee-*")[1]["data_streams"]
    assert sorted(found["name"] for found in streams) == sorted(STREAMS)
    assert {found["template"] for found in streams} == set(STREAMS)
    for name in STREAMS:
        [(_, index)] = server.ask("GET", f"{name}/_mapping")[1].items()
        assert index["mappings"]["dynamic"] == "false"
        assert {key: value["type"] for key, value in index["mappings"]["properties"].items()} == {
            key: value["type"] for key, value in MAPPINGS["properties"].items()
        }
        [(_, made)] = server.ask("GET", f"{name}/_settings")[1].items()
        assert made["settings"]["index"]["number_of_replicas"] == str(SETTINGS.replicas)
        assert made["settings"]["index"]["codec"] == "best_compression"
    mapping = server.ask("GET", f"{SECURITY}/rolesmapping/all_access")[1]["all_access"]
    assert mapping["backend_roles"] == [MASTER_ROLE, f"{ROLE}operators"]
    assert mapping["users"] == [MASTER_USER]


def test_fluentds_role_writes_and_reads_nothing(job: Job, front: Front, server: OpenSearch) -> None:
    status, answer = as_role(
        front, WRITER, "POST", "x2bee-application/_bulk", bulk(BULK | {"message": "from the writer"})
    )
    assert (status, answer["errors"]) == (200, False), answer
    assert "from the writer" in [found["message"] for found in server.documents("x2bee-application")]
    for method, path in (
        ("GET", "x2bee-application/_search"),
        ("PUT", "another"),
        ("DELETE", "x2bee-application"),
        ("GET", f"{SECURITY}/roles"),
    ):
        assert as_role(front, WRITER, method, path)[0] == 403, path
    status, answer = as_role(front, WRITER, "POST", "another/_bulk", bulk(BULK | {"message": "nowhere"}))
    assert answer["errors"]
    assert answer["items"][0]["create"]["status"] == 403


def test_readers_see_applications_and_no_records_of_commerce(job: Job, front: Front) -> None:
    assert as_role(front, READER, "GET", "x2bee-application/_search")[0] == 200
    assert as_role(front, READER, "GET", "x2bee-commerce/_search")[0] == 403
    assert as_role(front, READER, "GET", "x2bee-audit/_search")[0] == 403
    assert as_role(front, READER, "POST", "x2bee-application/_bulk", bulk(BULK))[0] == 403
    assert as_role(front, f"{ROLE}security", "GET", "x2bee-commerce/_search")[0] == 200
    assert as_role(front, f"{ROLE}nobody", "GET", "x2bee-application/_search")[0] == 403


def test_one_refused_document_of_a_bulk_refuses_no_other_and_a_repeated_one_is_a_conflict(
    job: Job, front: Front
) -> None:
    records = [
        BULK | {"message": "one"},
        BULK | {"message": "two", "@timestamp": "no time"},
        BULK | {"message": "three"},
    ]
    _, answer = as_role(front, WRITER, "POST", "x2bee-commerce/_bulk", bulk(*records))
    assert [item["create"]["status"] for item in answer["items"]] == [201, 400, 201]
    _, answer = as_role(front, WRITER, "POST", "x2bee-commerce/_bulk", bulk(*records))
    assert [item["create"]["status"] for item in answer["items"]] == [409, 400, 409]


def test_searches_of_the_first_day_find_their_lines(job: Job, front: Front, server: OpenSearch) -> None:
    slow = BULK | {"message": "slow one", "duration_ms": 1532, "status": 200, "log_class": "access"}
    failed = BULK | {"message": "failed one", "level": "ERROR", "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}
    as_role(front, WRITER, "POST", "x2bee-access/_bulk", bulk(slow))
    as_role(front, WRITER, "POST", "x2bee-application/_bulk", bulk(failed))
    asked = {
        "x2bee-access": {"range": {"duration_ms": {"gte": 1000}}},
        "x2bee-application": {"terms": {"level": ["ERROR", "FATAL"]}},
    }
    for stream, query in asked.items():
        server.ask("POST", f"{stream}/_refresh")
        body = {"query": query, "aggs": {"by": {"terms": {"field": "service"}}}}
        found = server.ask("POST", f"{stream}/_search", body)[1]
        assert found["hits"]["total"]["value"] == 1
        assert found["aggregations"]["by"]["buckets"] == [{"key": "x2bee-api-order", "doc_count": 1}]
    trace = {"query": {"term": {"trace_id": failed["trace_id"]}}}
    assert server.ask("POST", "x2bee-application/_search", trace)[1]["hits"]["total"]["value"] == 1


def test_other_days_go_to_the_indices_that_are_really_there(job: Job, front: Front, server: OpenSearch) -> None:
    assert server.ask("POST", "x2bee-audit/_rollover")[0] == 200
    [stream] = server.ask("GET", "_data_stream/x2bee-audit")[1]["data_streams"]
    longer = replace(SETTINGS, hot_days={**SETTINGS.hot_days, "audit": 120})
    changed = [line for line in done(job.run(longer)) if line.startswith("changed")]
    assert changed == ["changed _plugins/_ism/policies/x2bee-audit"]
    indices = [found["index_name"] for found in stream["indices"]]
    assert len(indices) == 2
    assert [index for index, _ in front.search.changed_policies] == indices


def test_with_a_password_the_job_does_the_same(job: Job, front: Front, server: OpenSearch) -> None:
    server.ask("DELETE", f"{SECURITY}/rolesmapping/x2bee_reader")
    lines = [
        line for line in done(job.run(USERNAME=MASTER_USER, PASSWORD=MASTER_PASSWORD)) if line.startswith("changed")
    ]
    assert f"changed {SECURITY}/rolesmapping/x2bee_reader" in lines


def test_a_stranger_changes_nothing_and_is_told(job: Job, front: Front) -> None:
    front.roles["AKIDEXAMPLE"] = f"{ROLE}stranger"
    try:
        result = job.run()
    finally:
        front.roles["AKIDEXAMPLE"] = MASTER_ROLE
    assert result.returncode == 1
    assert "got 403" in result.stderr
