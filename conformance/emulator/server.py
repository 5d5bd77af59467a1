"""Starting the emulator as a process of our own, on loopback only."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

from conformance.emulator.environment import ROOT
from conformance.processes import Processes, free_ports, tail

__all__ = ["NotLoopbackError", "Server", "listening"]

LISTEN = "0A"
"""TCP_LISTEN, as the kernel writes it in /proc/net/tcp."""

LOOPBACK = {"0100007F", "00000000000000000000000001000000"}
"""127.0.0.1 and ::1, as the kernel writes them on a little-endian machine."""

PATIENCE = 60.0
"""Seconds until it must answer."""


class NotLoopbackError(RuntimeError):
    """It listens where others can reach it."""


def listening(table: str, inodes: set[str]) -> dict[str, int]:
    """Addresses (as the kernel writes them) and ports that sockets with these inodes listen on; `table` is its text."""
    rows = [line.split() for line in table.splitlines()[1:]]
    own = [row[1].split(":") for row in rows if row[3] == LISTEN and row[9] in inodes]
    return {address: int(port, 16) for address, port in own}


def _sockets(pid: int) -> set[str]:
    links = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
    return {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}


class Server:
    """The running emulator."""

    def __init__(self, processes: Processes, python: Path, account: str, region: str) -> None:
        """Start it for one account and region, and wait until it answers."""
        (self.port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{self.port}"
        self._processes = processes
        said = {
            "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": self.port, "MINISTACK_ACCOUNT_ID": account,
            "MINISTACK_REGION": region, "PYTHONPATH": ROOT, "TMPDIR": processes.folder, "LOG_LEVEL": "WARNING",
            # No containers, and no listeners besides the one port.
            "DOCKER_HOST": "unix:///nonexistent", "IOT_MTLS_ENABLED": 0, "SFTP_ENABLED": 0,
        }  # fmt: skip
        settings = [f"{key}={value}" for key, value in said.items()]
        processes.start("emulator", ["env", *settings, str(python), "-m", "conformance.emulator.host"])
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            self._processes.check()
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                if time.monotonic() > until:
                    said = tail(self._processes.folder / "emulator.log")
                    raise TimeoutError(f"the emulator does not answer:\n{said}") from None
                time.sleep(0.1)

    @property
    def pid(self) -> int:
        """Its process id, as it wrote it down."""
        return int((self._processes.folder / "emulator.pid").read_text())

    def addresses(self) -> dict[str, int]:
        """Where it listens, looked up in the kernel's tables; raises `NotLoopbackError` if others could reach it."""
        inodes = _sockets(self.pid)
        tables = [Path(f"/proc/{self.pid}/net/{name}").read_text() for name in ("tcp", "tcp6")]
        found = {address: port for table in tables for address, port in listening(table, inodes).items()}
        if not found or not found.keys() <= LOOPBACK:
            raise NotLoopbackError(f"the emulator listens on {found or 'nothing'}")
        return found
