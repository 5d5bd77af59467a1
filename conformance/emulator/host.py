"""The emulator's own process: `python -m conformance.emulator.host`, run with the environment `build/emulator`."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

__all__ = ["main"]


def main() -> int:
    """Serve on loopback until ended; refuses to start if it were to listen elsewhere."""
    if os.environ.get("BIND_HOST") != "127.0.0.1":
        print("the emulator listens on 127.0.0.1 only: set BIND_HOST", file=sys.stderr)
        return 2
    Path("emulator.pid").write_text(str(os.getpid()))
    from conformance.emulator.types import install_all

    install_all()
    import_module("ministack.app").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
