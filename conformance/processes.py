"""Child processes that never outlive us: each is ended by its handle, whatever happens."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType

PR_SET_PDEATHSIG = 1


class StopError(BaseException):
    """Out of time, or asked to end: no handler in between may swallow it."""


def _stop(number: int, _: FrameType | None) -> None:
    raise StopError("took longer than --timeout" if number == signal.SIGALRM else "asked to end")


@contextlib.contextmanager
def in_time(seconds: int) -> Generator[None]:
    """`StopError` in the block when the time is up or SIGTERM comes; then handlers are as before."""
    before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGALRM)}
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        for number, handler in before.items():
            signal.signal(number, handler)


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """In the child: be killed by the kernel should the parent be killed without a chance to clean up."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, by)


def end_with_parent() -> None:
    """In a child that ends its own children when it is asked to: be asked to end should the parent be killed."""
    _die_with_parent(signal.SIGTERM)


def free_ports(count: int) -> list[int]:
    """Loopback ports that were free a moment ago."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def tail(path: Path, lines: int = 5) -> str:
    """The last lines of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


def run_group(argv: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float) -> tuple[int, str]:
    """Run a program that has children of its own; if we stop waiting for it, all of them end."""
    process = subprocess.Popen(
        argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True, preexec_fn=_die_with_parent,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    return process.returncode, said.strip()


class Processes:
    """A group of started programs; leaving the `with` block ends all of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, argv: Sequence[str], told: Mapping[str, str] | None = None) -> None:
        """Start a program, its output to `<folder>/<name>.log`; `told` is its environment, beside our own."""
        environment = {"HOME": str(self.folder), "PATH": os.defpath, "GOMAXPROCS": str(os.cpu_count() or 2)}
        environment |= told or {}
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                argv, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip

    def check(self) -> None:
        """Raise if one of them ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}:\n{tail(self.folder / f'{name}.log')}")

    def stop(self, *names: str, grace: float = 5) -> None:
        """End these programs (all, if none is named): SIGTERM, then SIGKILL after the grace time."""
        chosen = [(n, self._running.pop(n)) for n in reversed(names or tuple(self._running)) if n in self._running]
        for _, process in chosen:
            process.terminate()
        for _, process in chosen:
            try:
                process.wait(grace)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with _uninterrupted():
            self.stop(grace=5 if kind is None else 1)


@contextlib.contextmanager
def _uninterrupted() -> Generator[None]:
    """A second Ctrl-C, or the end of the time, must not leave anything behind."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
