"""What happens inside one process: `python -m benchmarks.inside WORD FILE ENVIRONMENT COUNT OUT`.

`pure` renders an environment so many times as a fleet does, from the file to text on disk, without Node.js. `limit`
makes the same typed objects and writes them with PyYAML's C dumper. `calls` prints how many messages go to Node.js, and
for how many objects, when cdk8s writes them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from x2bee_constructs.platform.load import load_platform


def pure(file: Path, environment: str, count: int, out: Path) -> None:
    """From the file to text, `count` times."""
    from x2bee_constructs.platform.objects import platform_files

    for number in range(count):
        for name, text in platform_files(load_platform(file, environment)).items():
            path = out / str(number) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def limit(file: Path, environment: str, count: int, out: Path) -> None:
    """The same objects by PyYAML's C dumper, a file for each chart's part, `count` times."""
    import yaml

    from x2bee_constructs.platform.objects import platform_objects

    for number in range(count):
        for index, part in enumerate(platform_objects(load_platform(file, environment))):
            path = out / str(number) / f"{part.chart}-{index}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            made = [dict(one.to_manifest()) for one in part.objects.values()]
            path.write_text(yaml.dump_all(made, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")


def calls(file: Path, environment: str, count: int, out: Path) -> None:
    """Messages to Node.js beyond those of an App without objects."""
    from cdk8s import App
    from jsii._kernel.providers.process import _NodeProcess  # pyright: ignore[reportPrivateUsage]

    from x2bee_constructs.k8s import PlatformApp, PlatformCharts

    sent = 0
    send: Any = _NodeProcess.send

    def counted(process: Any, request: Any, kind: Any) -> Any:
        nonlocal sent
        sent += 1
        return send(process, request, kind)

    _NodeProcess.send = counted  # pyright: ignore[reportAttributeAccessIssue]
    App(outdir=str(out / "empty")).synth()
    sent = 0
    for number in range(count):
        app = PlatformApp(outdir=str(out / str(number)))
        PlatformCharts(app, load_platform(file, environment))
        app.synth()
    objects = sum(1 for path in out.rglob("*.yaml") if path.is_file())
    print(json.dumps({"calls": sent, "objects": objects}))


if __name__ == "__main__":
    word, given_file, given_environment, given_count, given_out = sys.argv[1:]
    does = {"pure": pure, "limit": limit, "calls": calls}[word]
    does(Path(given_file), given_environment, int(given_count), Path(given_out))
