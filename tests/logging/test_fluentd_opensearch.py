"""A real Fluentd that writes into a real OpenSearch, which the index Job prepared; the archive is a stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.logging.corpus import HIDDEN, SHOWN, lay_out
from conformance.logging.opensearch.front import Front
from conformance.logging.opensearch.server import OpenSearch
from conformance.logging.stores import Stores
from tests.logging.job import SETTINGS, Job, done, started
from tests.logging.node import Node, messages, numbers, program
from x2bee_constructs.logging.names import CLASSES

pytestmark = [pytest.mark.opensearch, pytest.mark.xdist_group("opensearch")]

WRITER = f"arn:aws:iam::111122223333:role/{SETTINGS.writer_role}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSearch]:
    program()
    made = started(tmp_path_factory.mktemp("opensearch"))
    front = Front(made.address)
    done(Job(tmp_path_factory.mktemp("job"), front.address, front.search.environment).run())
    front.stop()
    yield made
    made.stop()


@pytest.fixture
def front(server: OpenSearch) -> Iterator[Front]:
    made = Front(server.address)
    # The key that the node's agent gives is another than the Job's: Fluentd is let in as Fluentd and as nobody else.
    made.roles = {"A": WRITER, "AKIDEXAMPLE": WRITER}
    yield made
    made.stop()


@pytest.fixture
def node(front: Front, tmp_path: Path) -> Iterator[Node]:
    stores = Stores()
    made = Node(tmp_path, stores, front.address)
    yield made
    made.stop()
    stores.stop()


def found(server: OpenSearch) -> list[dict[str, Any]]:
    return [record for kind in CLASSES for record in server.documents(f"x2bee-{kind}")]


def test_every_class_comes_into_its_stream_with_its_fields_and_no_personal_data(node: Node, server: OpenSearch) -> None:
    lay_out(node.pods)
    node.start()
    node.until(lambda: len(found(server)) >= 17, "not all arrived")
    everything = node.written() + str(found(server))
    assert [word for word in HIDDEN if word in everything] == []
    assert [word for word in SHOWN if word not in everything] == []
    for kind in CLASSES:
        records = server.documents(f"x2bee-{kind}")
        assert records, kind
        assert {record["log_class"] for record in records} == {kind}
    trace = {"query": {"term": {"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}}}
    assert server.ask("POST", "x2bee-application/_search", trace)[1]["hits"]["total"]["value"] >= 1


def test_a_domain_that_stops_and_comes_back_misses_nothing(node: Node, server: OpenSearch) -> None:
    node.start()
    node.add("x2bee-fo", [f"n{number}" for number in range(100)])
    node.until(lambda: len(numbers(server.documents("x2bee-application"))) >= 100, "it does not begin")
    server.stop()
    node.add("x2bee-fo", [f"n{number}" for number in range(100, 300)])
    node.until(lambda: len(numbers(node.stores.archived())) >= 300, "the archive does not go on")
    server.start()
    node.until(lambda: set(numbers(server.documents("x2bee-application"))) >= set(range(300)), "lines are missing")
    assert numbers(server.documents("x2bee-application")) == list(range(300)), "identities keep repeats out"


def test_one_document_that_opensearch_refuses_is_kept_apart(node: Node, server: OpenSearch) -> None:
    """The stream's next index takes no words for levels, as one whose mapping somebody changed."""
    strict = {"properties": {"level": {"type": "integer"}}}
    name = "x2bee-audit"
    [found] = server.ask("GET", f"_index_template/{name}")[1]["index_templates"]
    body = found["index_template"]
    body["template"]["mappings"]["properties"] |= strict["properties"]
    assert server.ask("PUT", f"_index_template/{name}", body)[0] == 200
    assert server.ask("POST", f"{name}/_rollover")[0] == 200
    line = '{"message": "%s", "log_class": "audit", "level": "%s"}'
    node.start()
    node.add(
        "x2bee-api-order", [line % ("good 1", "1"), line % ("bad kim@example.com", "ERROR"), line % ("good 2", "2")]
    )
    wanted = {"good 1", "good 2"}
    node.until(lambda: wanted <= set(messages(server.documents(name))), "the good ones did not arrive")
    letters = node.state / "dead-letters"
    node.until(lambda: any("bad ***" in p.read_text() for p in letters.rglob("refused*") if p.is_file()), "no letter")
    node.until(lambda: "bad ***" in messages(node.stores.archived()), "the archive has it too")
    assert "bad ***" not in messages(server.documents(name))
    assert "kim@example.com" not in node.written()
