"""The configuration in a real Fluentd (tests/logging/node.py). The stores are stand-ins on loopback
(conformance/logging/stores.py); test_fluentd_opensearch.py has a real OpenSearch.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from conformance.logging.corpus import HIDDEN, SHOWN, lay_out
from conformance.logging.stores import Stores
from tests.logging.node import Node, messages, numbers, program


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    program()
    stores = Stores()
    made = Node(tmp_path, stores)
    yield made
    made.stop()
    stores.stop()


def test_every_line_reaches_both_stores_and_personal_data_neither(node: Node) -> None:
    lay_out(node.pods)
    node.start()
    count = 7 + 5 + 4 + 1  # events: a stack and six lines, five JSON, Next.js, a request
    node.until(lambda: len(node.stores.found()) >= count and len(node.stores.archived()) >= count, "not all arrived")
    everything = node.written()
    assert [word for word in HIDDEN if word in everything] == []
    assert [word for word in SHOWN if word not in everything] == []
    assert len(node.stores.found()) == len(node.stores.archived()) == count
    assert node.stores.signed == {"AWS4-HMAC-SHA256"}

    stack = next(record for record in node.stores.found() if "payment failed" in str(record["message"]))
    assert "Caused by: java.io.IOException: *** not reachable\n\t... 23 more" in str(stack["message"])
    assert str(stack["@timestamp"]).startswith("2026-01-05T01:00:00.000000000")
    wanted = {
        "service": "x2bee-api-order",
        "namespace": "acme-app",
        "node": "node-a",
        "customer": "acme",
        "environment": "prd",
        "level": "ERROR",
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "log_class": "application",
    }
    assert {key: stack[key] for key in wanted} == wanted
    streams = {index for index, _ in node.stores.documents.values()}
    assert streams == {"x2bee-application", "x2bee-access", "x2bee-audit", "x2bee-commerce"}
    for quoted, headers in node.stores.headers.items():
        path = unquote(quoted)
        assert "/service=" in path
        assert "/dt=2026-01-05/hour=01/node-a-" in path
        assert path.split("?")[0].endswith(".gz")
        assert {"x-amz-checksum-sha256", "x-amz-trailer"} & {name.lower() for name in headers}
    assert {path.split("/")[1] for path in node.stores.objects} == {
        "archive-application",
        "archive-access",
        "archive-audit",
        "archive-commerce",
    }


@pytest.mark.parametrize("away", ["search", "archive"])
def test_a_store_that_is_away_stops_nothing_of_the_other(node: Node, away: str) -> None:
    setattr(node.stores, f"{away}_down", True)
    other = node.stores.archived if away == "search" else node.stores.found
    mine = node.stores.found if away == "search" else node.stores.archived
    node.start()
    node.add("x2bee-api-order", [f"line {number}" for number in range(300)])
    node.until(lambda: len(other()) >= 300, "the other store did not go on")
    assert mine() == []
    setattr(node.stores, f"{away}_down", False)
    node.until(lambda: len(mine()) >= 300, "it did not catch up")
    assert set(messages(mine())) == {f"line {number}" for number in range(300)}


def test_a_killed_fluentd_goes_on_where_it_stopped_and_rotated_files_are_read(node: Node) -> None:
    node.stores.search_down = node.stores.archive_down = True
    node.start()
    node.add("x2bee-fo", [f"first {number}" for number in range(50)])
    node.until(lambda: list((node.state / "search" / "buffer").rglob("*.log")), "nothing was buffered")
    node.until(lambda: list((node.state / "archive").rglob("*.log")), "nothing was buffered")
    node.stop(signal.SIGKILL)
    log = next(node.pods.rglob("0.log"))
    node.add("x2bee-fo", [f"second {number}" for number in range(50)])
    log.rename(log.with_name("0.log.20260105-010011"))
    node.add("x2bee-fo", [f"third {number}" for number in range(50)], second=12)
    node.stores.search_down = node.stores.archive_down = False
    node.start()
    wanted = {f"{word} {number}" for word in ("second", "third") for number in range(50)}
    node.until(lambda: wanted <= set(messages(node.stores.found())), "the search misses lines")
    node.until(lambda: wanted <= set(messages(node.stores.archived())), "the archive misses lines")


def test_one_refused_document_is_kept_apart_and_the_rest_arrives(node: Node) -> None:
    node.start()
    node.add("x2bee-bo", ["good 1", "refuse-me kim@example.com", "good 2"])
    node.until(lambda: len(node.stores.found()) >= 2, "the good ones did not arrive")
    refused = node.state / "dead-letters"
    node.until(lambda: any("refuse-me" in p.read_text() for p in refused.rglob("refused*") if p.is_file()), "no letter")
    assert "kim@example.com" not in node.written()
    node.until(lambda: any("refuse-me ***" in m for m in messages(node.stores.archived())), "the archive has it too")


def test_what_is_killed_in_the_middle_comes_twice_and_not_never(node: Node) -> None:
    """Stacks too: a kill comes while one of them waits for its next line."""
    node.start()
    written = 0
    for _ in range(3):
        for _ in range(30):
            node.add("x2bee-api-order", [f"failed n{written}", f"\tat a.B.c n{written + 1}", f"fine n{written + 2}"])
            written += 3
            time.sleep(0.1)
        node.stop(signal.SIGKILL)
        node.start()
    wanted = set(range(written))
    node.until(lambda: wanted <= set(numbers(node.stores.found())), "the search misses lines")
    node.until(lambda: wanted <= set(numbers(node.stores.archived())), "the archive misses lines")
    twice = len(numbers(node.stores.archived())) - written
    assert twice <= written * 2, "no more than the last seconds of each kill"


def test_an_end_in_order_sends_nothing_twice(node: Node) -> None:
    node.start()
    node.add("x2bee-api-order", [f"n{number}" for number in range(100)])
    node.until(lambda: len(node.stores.found()) >= 50, "it does not begin")
    node.stop()
    node.add("x2bee-api-order", [f"n{number}" for number in range(100, 200)])
    node.start()
    node.until(lambda: set(numbers(node.stores.found())) >= set(range(200)), "the search misses lines")
    node.until(lambda: set(numbers(node.stores.archived())) >= set(range(200)), "the archive misses lines")
    assert numbers(node.stores.found()) == numbers(node.stores.archived()) == list(range(200))


@pytest.fixture
def small_disk(node: Node) -> Iterator[Node]:
    """Positions and buffers on a disk of 24 MiB, of which 16 are the reserve."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(node.state)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk of its own needs root")
    text = node.conf.read_text()
    assert "reserve '256m'" in text
    node.conf.write_text(text.replace("reserve '256m'", "reserve '16m'"))
    yield node
    node.stop()
    subprocess.run(["umount", "--lazy", str(node.state)], check=True)


def test_on_a_full_disk_reading_stops_and_no_line_is_lost(small_disk: Node) -> None:
    node = small_disk
    node.start()
    node.add("x2bee-api-order", [f"n{number}" for number in range(100)])
    node.until(lambda: len(numbers(node.stores.found())) >= 100, "it does not begin")
    ballast = node.state / "others"
    ballast.write_bytes(b"x" * (22 * 2**20))  # what somebody else writes
    node.until(lambda: "the disk is nearly full" in node.log.read_text(), "nobody says so")
    time.sleep(5)  # both processes look
    node.add("x2bee-api-order", [f"n{number} " + "long " * 200 for number in range(100, 5000)])
    time.sleep(10)
    assert numbers(node.stores.found()) == list(range(100))
    ballast.unlink()
    node.until(lambda: set(numbers(node.stores.found())) >= set(range(5000)), "the search lost lines")
    node.until(lambda: set(numbers(node.stores.archived())) >= set(range(5000)), "the archive lost lines")
    assert "No space left" not in node.log.read_text()


def test_dead_letters_stay_within_their_bound(node: Node) -> None:
    text = node.conf.read_text()
    assert "limit '512m'" in text
    node.conf.write_text(text.replace("limit '512m'", "limit '10k'"))
    node.start()
    letters = node.state / "dead-letters"
    for number in range(5):
        node.add("x2bee-bo", [f"refuse-me {number} " + "long " * 1000])
    node.until(lambda: "files of dead letters were removed" in node.log.read_text(), "none was removed")
    node.until(lambda: sum(p.stat().st_size for p in letters.iterdir()) <= 10_240, "there are too many")
