"""Backends that misbehave, asked directly: each fault is what its name says, and everything taken is counted."""

from __future__ import annotations

import asyncio
import socket

import pytest

from conformance.faults.backends import HEALTHY, Backend, Behaviour
from conformance.faults.client import Answer, send


def ask(behaviour: Behaviour, requests: int = 6, method: str = "GET") -> tuple[list[Answer], Backend]:
    async def run() -> tuple[list[Answer], Backend]:
        async with Backend(behaviour) as backend:
            return await send(backend.port, requests, 2, method), backend

    return asyncio.run(run())


def failed(answers: list[Answer]) -> int:
    return sum(not answer.good for answer in answers)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_healthy_one_answers_everything_once(method: str) -> None:
    answers, backend = ask(HEALTHY, method=method)
    assert failed(answers) == 0
    assert dict(backend.taken) == {str(number): 1 for number in range(6)}
    assert all(answer.milliseconds >= 9 for answer in answers)


@pytest.mark.parametrize(
    "behaviour", [Behaviour(status=503), Behaviour(resets="before"), Behaviour(resets="within")], ids=str
)
def test_a_broken_one_takes_everything_and_fails(behaviour: Behaviour) -> None:
    answers, backend = ask(behaviour)
    assert failed(answers) == len(answers) == backend.taken.total() == 6


def test_a_forgetful_one_resets_each_nth() -> None:
    answers, backend = ask(Behaviour(resets="before", every=3), requests=9, method="POST")
    assert failed(answers) == 3
    assert backend.taken.total() == 9


def test_a_refusing_one_takes_nothing() -> None:
    answers, backend = ask(Behaviour(listens="refuses"))
    assert failed(answers) == 6
    assert not backend.taken


def test_a_silent_one_answers_no_connection() -> None:
    async def run() -> None:
        async with Backend(Behaviour(listens="silent")) as backend:
            probe = socket.socket()
            probe.settimeout(0.2)
            with probe, pytest.raises(TimeoutError):
                probe.connect(("127.0.0.1", backend.port))

    asyncio.run(run())


def test_a_slow_one_takes_its_time() -> None:
    answers, _ = ask(Behaviour(seconds=0.1), requests=2)
    assert failed(answers) == 0
    assert min(answer.milliseconds for answer in answers) >= 99
