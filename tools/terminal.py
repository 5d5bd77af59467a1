"""Records what `x2bee` says as a picture: docs/terminal.svg, from commands that are really run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

TARGET = Path(__file__).parent.parent / "docs" / "terminal.svg"
WIDTH = 120
_SPINNER = re.compile("[\u2800-\u28ff]")
"""What a terminal draws while it waits and then takes away again."""

FAULTY = """\
customer: beta
domain: beta-shop.co.kr
region: ap-northeast-2
account: "012345678901"
services:
  x2bee-api-gift: { runtime: spring-boot, image: x2bee-api-gift:0.3.0, database: evnt }
  x2bee-api-order: { replicas: { min: 4, max: 2 } }
environments:
  prd: { size: gigantic }
"""

COMMANDS = (["check", "beta.yaml"], ["explain", "services.*.replicas.max"], ["explain", "X2B202"])


def main() -> int:
    """Run the commands in a folder with a faulty file, and write the picture."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    with TemporaryDirectory() as folder:
        Path(folder, "beta.yaml").write_text(FAULTY, encoding="utf-8")
        for words in COMMANDS:
            console.print(Text.assemble(("$ ", "green"), ("x2bee " + " ".join(words), "bold")))
            console.print(Text.from_ansi(_said(words, folder)))
    console.save_svg(str(TARGET), title="x2bee", unique_id="x2bee")
    return 0


def _said(words: list[str], folder: str) -> str:
    """Its words on a terminal of that width, in English."""
    environment = {
        **os.environ,
        "X2BEE_LANG": "en",
        "FORCE_COLOR": "1",
        "COLUMNS": str(WIDTH),
        "TERM": "xterm-256color",
    }
    program = str(Path(sys.executable).with_name("x2bee"))
    done = subprocess.run(
        [program, *words], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    return "\n".join(line for line in done.stdout.split("\n") if not _SPINNER.search(line))


if __name__ == "__main__":
    sys.exit(main())
