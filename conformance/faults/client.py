"""The caller: a fixed number of requests through the proxy, so many at a time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass

from conformance.faults.backends import ORDER, read_message

__all__ = ["Answer", "send"]

_PATIENCE = 30.0
"""Seconds after which a caller gives up on a proxy that answers nothing at all; every timeout of ours is shorter."""

_BACK_OFF = 0.05
"""Seconds that a caller waits after a failure. Without it, callers that fail in no time would ask hundreds of times in
the milliseconds until an ejection is known everywhere, and the result would say how busy the machine is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller saw of one request."""

    good: bool
    milliseconds: float


async def send(port: int, requests: int, at_once: int, method: str) -> list[Answer]:
    """Send them, each with a number of its own; all answers."""
    numbers = iter(range(requests))
    workers = [_worker(port, numbers, method) for _ in range(at_once)]
    return [answer for answers in await asyncio.gather(*workers) for answer in answers]


async def _worker(port: int, numbers: Iterator[int], method: str) -> list[Answer]:
    answers: list[Answer] = []
    async with contextlib.AsyncExitStack() as stack:
        connection = _Connection(port)
        stack.push_async_callback(connection.close)
        for number in numbers:  # shared by all workers of the one event loop
            started = time.monotonic()
            good = await connection.ask(method, str(number))
            answers.append(Answer(good, (time.monotonic() - started) * 1000))
            await asyncio.sleep(0 if good else _BACK_OFF)
    return answers


class _Connection:
    """One connection that is kept alive, and made anew after it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, order: str) -> bool:
        """Whether a whole answer below 500 came."""
        try:
            async with asyncio.timeout(_PATIENCE):
                first, headers, _ = await self._exchange(method, order)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            await self.close()
            return False
        if headers.get("connection") == "close":
            await self.close()
        return int(first.split(" ")[1]) < 500

    async def _exchange(self, method: str, order: str) -> tuple[str, dict[str, str], bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        body = f'{{"order": {order}}}' if method == "POST" else ""
        head = f"{method} /orders HTTP/1.1\r\nhost: service\r\n{ORDER}: {order}\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write((head + body).encode())
        await writer.drain()
        return await read_message(reader)

    async def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
            with contextlib.suppress(OSError):
                await self._streams[1].wait_closed()
            self._streams = None
