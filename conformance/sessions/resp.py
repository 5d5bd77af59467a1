"""A client of Redis and Valkey, as small as its protocol (RESP2) allows."""

from __future__ import annotations

import socket
import ssl
from types import TracebackType
from typing import Self

__all__ = ["Connection", "Reply", "ServerError"]

Reply = str | int | None | list["Reply"]
"""What a server answers."""

SECONDS = 30
"""How long an answer may take on a machine that is busy."""


class ServerError(Exception):
    """An answer that begins with `-`: `NOPERM …`, `WRONGPASS …`."""


class Connection:
    """One connection; leaving the `with` block closes it. A server that hangs up raises `ConnectionError`."""

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        plain = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._socket = tls.wrap_socket(plain, server_hostname="localhost") if tls else plain
        self._file = self._socket.makefile("rb")

    def __call__(self, *words: str | int) -> Reply:
        """Send a command and wait for its answer."""
        self.send(*words)
        return self.read()

    def send(self, *words: str | int) -> None:
        """Send a command."""
        parts = [str(word).encode() for word in words]
        body = b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
        self._socket.sendall(b"*%d\r\n%s" % (len(parts), body))

    def read(self) -> Reply:
        """The next answer, or message of a channel."""
        line = self._file.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("the server closed the connection")
        kind, rest = line[:1], line[1:-2].decode()
        match kind:
            case b"+":
                return rest
            case b"-":
                raise ServerError(rest)
            case b":":
                return int(rest)
            case b"$":
                return None if rest == "-1" else self._file.read(int(rest) + 2)[:-2].decode(errors="replace")
            case b"*":
                return None if rest == "-1" else [self.read() for _ in range(int(rest))]
            case _:
                raise ConnectionError(f"the server does not speak RESP: {line!r}")

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
