"""Archives are unpacked by each Python that the library runs on."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from x2bee_constructs.core.archives import unpack


def packed(name: str) -> tarfile.TarFile:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"text"))
    made.seek(0)
    return tarfile.open(fileobj=made)


def test_with_and_without_filters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpack(packed("a/b"), tmp_path / "with")
    monkeypatch.delattr(tarfile, "tar_filter", raising=False)
    unpack(packed("a/b"), tmp_path / "without")
    assert [(tmp_path / name / "a" / "b").read_text() for name in ("with", "without")] == ["text", "text"]


@pytest.mark.skipif(not hasattr(tarfile, "tar_filter"), reason="this Python cannot refuse it")
def test_nothing_lands_outside(tmp_path: Path) -> None:
    with pytest.raises(tarfile.FilterError):
        unpack(packed("../out"), tmp_path / "in")
    assert not (tmp_path / "out").exists()
