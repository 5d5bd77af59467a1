"""The name of the store lets go of every connection, whoever hangs up first."""

from __future__ import annotations

import contextlib
import socket
import threading

from conformance.sessions.proxy import Name

ROUNDS = 300
"""Of the proxy's end while a connection ends too; one in sixty lost its socket before that was mended."""


def test_a_connection_that_ends_with_the_proxy_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        threading.Thread(target=_echo, args=(server,), daemon=True).start()
        for _ in range(ROUNDS):
            with Name(server.getsockname()[1]) as name, socket.create_connection(("127.0.0.1", name.port)) as client:
                client.sendall(b"x")
                assert client.recv(1) == b"x"


def _echo(server: socket.socket) -> None:
    for _ in range(ROUNDS):
        connection, _ = server.accept()
        with connection, contextlib.suppress(ConnectionError):
            connection.sendall(connection.recv(1))
            connection.recv(1)
