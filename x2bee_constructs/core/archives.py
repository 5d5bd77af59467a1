"""Archives from git and from packages."""

from __future__ import annotations

import tarfile
from pathlib import Path

__all__ = ["unpack"]


def unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """All of it below the folder, and nothing outside where Python can refuse that.

    Debian 12's Python 3.11.2 knows no filters; they came with 3.11.4.
    """
    if hasattr(tarfile, "tar_filter"):
        archive.extractall(folder, filter="tar")
    else:
        archive.extractall(folder)
