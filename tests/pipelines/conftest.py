"""Stand-ins for the programs that need a registry or AWS, and the repository that a release is a commit in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines.stand_ins import put_programs, put_repository


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A folder with stand-ins on the PATH, an empty registry and a checkout to work in."""
    put_programs(tmp_path)
    (tmp_path / "checkout").mkdir()
    return tmp_path


@pytest.fixture
def origin(bench: Path) -> Path:
    """The repository that a release is a commit in."""
    return put_repository(bench)
