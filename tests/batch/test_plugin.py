"""The plugin, run by node against a real service."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.batch.services import Service, job_of, messages, plugin, running


def _run(job: dict[str, Any], **env: str) -> tuple[dict[str, Any], list[float], str]:
    with plugin(job, **env) as process:
        said, log = messages(process)
    assert process.wait() == 0
    assert [m for m in said if "complete" in m] == said[-1:], f"it says how it ended once, as its last word: {said}"
    return said[-1], [m["progress"] for m in said if "progress" in m], log


def _until(wanted: Any, within: float = 15) -> None:
    end = time.monotonic() + within
    while not wanted():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def service(tmp_path: Path) -> Any:
    with running(tmp_path / "runs.db") as found:
        yield found


def test_it_starts_follows_and_ends(service: Service) -> None:
    end, progress, log = _run(job_of(service.url, "settlement", parameters={"businessDate": "{previous_date}"}))
    assert end == {"complete": 1, "code": 0, "description": "10 chunks"}
    assert progress == sorted(progress)
    assert progress[-1] == 1
    assert len(progress) > 2
    assert "started execution 1 (x2b_probe-1796058000)" in log
    assert service.runs.parameters("x2b_probe-1796058000") == {"businessDate": "2026-11-30"}


def test_the_day_is_that_of_the_run_on_its_own_clock(service: Service) -> None:
    # 2026-11-30T16:00Z: already December in Seoul, still November in New York.
    words = {"businessDate": "{run_date} {previous_date} {month} {previous_month} {run_time}"}
    for zone, expected in {
        "Asia/Seoul": "2026-12-01 2026-11-30 2026-12 2026-11 2026-12-01T01:00",
        "America/New_York": "2026-11-30 2026-11-29 2026-11 2026-10 2026-11-30T11:00",
    }.items():
        key = f"x2b_{zone[:4].lower()}"
        _run(job_of(service.url, "settlement", parameters=words, event=key, now=1796054400, timezone=zone))
        assert service.runs.parameters(f"{key}-1796054400") == {"businessDate": expected}


def test_it_runs_on_the_last_day_only(service: Service) -> None:
    thirtieth, first = 1796014800, 1796058000  # 2026-11-30 14:00 and 2026-12-01 02:00, Seoul
    assert _run(job_of(service.url, now=thirtieth - 86400, only_on="last"))[0] == {
        "complete": 1,
        "code": 0,
        "description": "nothing to do: 2026-11-29 is none of the days last",
    }
    assert service.runs.count() == 0
    for now, days in ((thirtieth, "last"), (first, "1,last")):
        assert _run(job_of(service.url, now=now, only_on=days))[0]["description"] == "10 chunks"


def test_a_failure_is_told_with_its_reason_and_a_retry_goes_on(service: Service) -> None:
    end, _, _ = _run(job_of(service.url, "flaky"))
    assert (end["code"], end["description"]) == (1, "execution 1 failed: row 4711 has no price")
    end, _, log = _run(job_of(service.url, "flaky"))
    assert end["code"] == 0
    assert "restarted as execution 2" in log
    found = service.runs.execution(2)
    assert found
    assert found["restartOf"] == 1


def test_a_run_that_is_done_is_not_made_again(service: Service) -> None:
    job = job_of(service.url)
    assert _run(job)[0]["code"] == 0
    assert _run({**job, "id": "janother"})[0]["code"] == 0, "caught up: another job of Cronicle for the same minute"
    assert service.runs.count() == 1
    by_hand = {**job, "source": "Manual (kim)"}
    assert _run(by_hand)[0]["code"] == 0
    assert _run({**by_hand, "id": "jagain"})[0]["code"] == 0, "started again after a shutdown"
    assert service.runs.count() == 2, "what people start is a run of its own"


def test_trouble_on_the_way_is_waited_out(service: Service) -> None:
    service.troubles.extend(["500", "reset", "hang"])
    end, _, log = _run(job_of(service.url))
    assert end["code"] == 0
    assert service.runs.count() == 1
    assert log.count("trying again") == 3
    assert "500 trouble" in log
    assert "no answer in time" in log


def test_a_start_whose_answer_is_lost_is_one_run(service: Service) -> None:
    asked = threading.Event()
    start = service.runs.start

    def late(job: str, key: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        found = start(job, key, parameters)
        if not asked.is_set():
            asked.set()
            time.sleep(1.5)  # longer than the plugin waits
        return found

    service.runs.start = late  # type: ignore[method-assign]
    end, _, _ = _run(job_of(service.url))
    assert end["code"] == 0
    assert service.runs.count() == 1


def test_who_never_answers_is_given_up(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        end, _, _ = _run(job_of(url), X2BEE_PATIENCE_SECONDS="1")
    assert end["code"] == 1
    assert end["description"].startswith(f"no answer from {url}/batch/v1/jobs/probe/executions for 1 s: ECONNREFUSED")


@pytest.mark.parametrize(
    ("job", "code", "text"),
    [
        (job_of("", "nosuch"), 404, "nosuch was not started: 404 no such job nosuch"),
        (job_of("", "settlement"), 422, "settlement was not started: 422 wrong parameters settlement takes"),
        (job_of("", "probe") | {"params": {"url": "probe", "job": "probe"}}, 1, "'probe' is no address"),
        (
            job_of("", "probe") | {"params": {"url": "", "job": "probe", "parameters": "{"}},
            1,
            "the parameters are not JSON",
        ),
        (job_of("", "probe") | {"params": {"url": "", "job": "probe", "parameters": "[1]"}}, 1, "are no JSON object"),
    ],
)
def test_what_will_not_change_fails_at_once(service: Service, job: dict[str, Any], code: int, text: str) -> None:
    job["params"]["url"] = job["params"]["url"] or service.url
    end, _, log = _run(job)
    assert end["code"] == code
    assert text in end["description"]
    assert "trying again" not in log


def test_another_run_under_way_is_the_reason(service: Service) -> None:
    service.runs.start("endless", "other", {})
    end, _, _ = _run(job_of(service.url, "endless"))
    assert (end["code"], end["description"]) == (
        409,
        "endless is already under way: 409 already running execution 1 of endless is under way",
    )


def test_an_abort_stops_the_run(service: Service) -> None:
    with plugin(job_of(service.url, "endless")) as process:
        _until(lambda: service.runs.count() == 1)
        process.send_signal(signal.SIGTERM)
        said, log = messages(process)
        assert process.wait(10) == 0
    assert said[-1] == {"complete": 1, "code": 1, "description": "stopped"}
    assert "asked execution 1 to stop" in log
    _until(lambda: (service.runs.execution(1) or {})["status"] == "STOPPED")


def test_a_run_outlives_its_scheduler_and_is_found_again(service: Service, tmp_path: Path) -> None:
    stopping = tmp_path / "stopping"
    stopping.touch()
    with plugin(
        job_of(service.url, "settlement", parameters={"businessDate": "x"}), X2BEE_STOPPING=str(stopping)
    ) as process:
        _until(lambda: service.runs.count() == 1)
        process.send_signal(signal.SIGTERM)
        assert "the run goes on" in messages(process)[1]
    again = job_of(service.url, "settlement", parameters={"businessDate": "x"}, id="jnew")
    assert _run(again)[0] == {"complete": 1, "code": 0, "description": "10 chunks"}
    assert service.runs.count() == 1


def test_a_scheduler_that_is_killed_does_not_end_the_run(service: Service) -> None:
    with plugin(job_of(service.url, "settlement", parameters={"businessDate": "x"})) as process:
        _until(lambda: service.runs.count() == 1)
        assert process.stdout
        process.stdout.close()  # nobody reads any more
        process.wait(15)
    _until(lambda: (service.runs.execution(1) or {})["status"] == "COMPLETED")


def test_a_service_that_dies_in_the_middle_fails_the_run_and_a_retry_ends_it(tmp_path: Path) -> None:
    store = tmp_path / "runs.db"
    job = ["python", "-m", "conformance.batch.service", "--store", str(store), "--step", "0.1"]
    with subprocess.Popen(job, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        port = first.stdout.readline().strip()
        with plugin(job_of(f"http://127.0.0.1:{port}")) as process:
            assert process.stdout
            assert "started execution 1" in process.stdout.readline()
            first.kill()
            first.wait()
            with running(store, port=int(port)) as service:
                end = messages(process)[0][-1]
                assert (end["code"], end["description"]) == (1, "execution 1 failed: the service ended in the middle")
                assert _run(job_of(service.url))[0]["code"] == 0
                assert service.runs.count() == 2
