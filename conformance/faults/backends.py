"""Backends that misbehave on purpose: small HTTP/1.1 servers on loopback that count what they were given."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import Counter
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

from conformance.processes import free_ports

__all__ = ["HEALTHY", "Backend", "Behaviour", "read_message"]

ORDER = "x-order"
"""The header that says which request of the client this is; a repeated one has the same."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a backend answers. Nothing set: 200 after 10 ms."""

    seconds: float = 0.01
    """How long an answer takes."""
    status: int = 200
    """What it answers."""
    resets: Literal["never", "before", "within"] = "never"
    """Whether it takes a request and then resets the connection, before or within the answer."""
    every: int = 1
    """Only each n-th request is reset."""
    listens: Literal["yes", "refuses", "silent"] = "yes"
    """Whether a connection is accepted, refused, or never answered (a machine that is gone)."""


HEALTHY = Behaviour()


async def read_message(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    """First line, headers and body of a request or an answer; raises if the other side stops within it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return first, headers, await reader.readexactly(int(headers.get("content-length", "0")))


class Backend:
    """One pod: `async with` starts and ends it; `taken` counts the requests it got, by order."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.taken: Counter[str] = Counter()
        self.port = 0
        self._stack = contextlib.AsyncExitStack()
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Backend:
        if self.behaviour.listens == "yes":
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self._stack.callback(server.close)
        elif self.behaviour.listens == "silent":
            self.port = self._stack.enter_context(_Silent()).port
        else:
            (self.port,) = free_ports(1)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._stack.aclose()
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the proxy hung up, or the run is over
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection is still there."""
        _, headers, _ = await read_message(reader)
        self.taken[headers.get(ORDER, "")] += 1
        resets = self.behaviour.resets != "never" and self.taken.total() % self.behaviour.every == 0
        await asyncio.sleep(self.behaviour.seconds)
        if resets and self.behaviour.resets == "before":
            writer.transport.abort()
            return False
        writer.write(f"HTTP/1.1 {self.behaviour.status} -\r\ncontent-length: 64\r\n\r\n".encode())
        writer.write(b"x" * (16 if resets else 64))
        await writer.drain()
        if resets:
            await asyncio.sleep(0.005)  # until the proxy has passed on what there is
            writer.transport.abort()
        return not resets


class _Silent:
    """A port that never answers a SYN: its queue is full and nobody accepts."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self.port = 0

    def __enter__(self) -> _Silent:
        listener = self._stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        self.port = listener.getsockname()[1]
        for _ in range(4):
            filler = self._stack.enter_context(socket.socket())
            filler.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                filler.connect(("127.0.0.1", self.port))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()
