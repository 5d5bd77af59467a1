"""`make runbooks`: writes docs/runbooks from the alerts; with --check it says which file differs instead."""

from __future__ import annotations

import sys
from pathlib import Path

from x2bee_constructs.core.runbooks import runbook_files
from x2bee_constructs.platform.runbooks import every_notice

HERE = Path(__file__).parent.parent / "docs" / "runbooks"


def differing() -> list[str]:
    """Files that are not as the alerts have them, are missing, or are nobody's."""
    wanted = runbook_files(every_notice())
    there = {path.name: path.read_text() for path in HERE.glob("*")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def main() -> int:
    """Write what differs, or say it."""
    changed = differing()
    if "--check" in sys.argv:
        print("\n".join(changed) or "docs/runbooks is what the alerts say")
        return bool(changed)
    wanted = runbook_files(every_notice())
    HERE.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (HERE / name).write_text(wanted[name]) if name in wanted else (HERE / name).unlink()
    print(f"{len(changed)} of {len(wanted)} runbooks written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
