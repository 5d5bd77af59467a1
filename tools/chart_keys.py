"""The keys of a chart's own values, for the tests that hold ours against them.

`python -m tools.chart_keys FOLDER [SECTION …]` reads a chart's folder, unpacked, and writes its entry in the
`chart_keys.json` that has one; for a chart that is in none, `--to tests/<room>/chart_keys.json`. An entry has the keys
around those that we set: of the chart's maps those that it has already, and each SECTION (`operator.image`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance import yamls
from x2bee_constructs.core.documents import as_mapping

ROOT = Path(__file__).parent.parent

_FREE = ("annotations", "labels", "nodeselector", "securitycontext", "affinity", "strategy", "env", "tolerations")
"""How names end of what takes keys that the chart does not name: maps of anything, and types of Kubernetes' own."""

_RESOURCES = {"limits", "requests", "claims"}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 written; 2 the folder has no chart, or no file has an entry of it."""
    parser = argparse.ArgumentParser(prog="python -m tools.chart_keys", description=__doc__)
    parser.add_argument("folder", type=Path, help="a chart, unpacked: Chart.yaml, values.yaml, templates")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="maps of its values that the entry lacks")
    parser.add_argument("--to", type=Path, help="the file, for a chart that is in none")
    said = parser.parse_intermixed_args(arguments)
    if not (said.folder / "Chart.yaml").is_file():
        print(f"tools.chart_keys: there is no Chart.yaml in {said.folder}", file=sys.stderr)
        return 2
    chart = _read(said.folder / "Chart.yaml")
    files = [said.to] if said.to else sorted((ROOT / "tests").rglob("chart_keys.json"))
    written = [file for file in files if renew(file, said.folder, chart, said.sections, new=said.to is not None)]
    print("\n".join(f"{file}: {chart['name']} {chart['version']}" for file in written))
    if not written:
        print(f"tools.chart_keys: no file has {chart['name']}; say --to tests/<room>/chart_keys.json", file=sys.stderr)
    return 0 if written else 2


def renew(file: Path, folder: Path, chart: Mapping[str, Any], sections: Iterable[str], *, new: bool) -> bool:
    """Write the chart's entries in one file; false if it has none. `new` makes one."""
    entries: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    names = [name for name, entry in entries.items() if entry.get("chart", name) == chart["name"]]
    for name in names or ([str(chart["name"])] if new else []):
        before = entries.get(name, {})
        keys = keys_of(folder, [*before.get("keys", ()), *sections])
        entries[name] = {**before, "version": str(chart["version"]), "keys": keys}
    if names or new:
        file.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return bool(names) or new


def keys_of(folder: Path, known: Sequence[str]) -> list[str]:
    """The keys around those that are known; `.*` behind what takes others that the chart does not name.

    Its values have them; and of those that are known, the templates: charts read keys that their values leave out.
    """
    entered = {".".join(parts[:end]) for parts in (key.split(".") for key in known) for end in range(1, len(parts) + 1)}
    found = set(_below(_read(folder / "values.yaml"), "", entered))
    templates = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("templates/**/*.*")))
    for key in known:
        path = key.removesuffix(".*")
        if f".Values.{path}" in templates and not _covered(path, found):
            found.add(key)
    return sorted(found)


def _covered(path: str, found: Iterable[str]) -> bool:
    return any(key == path or key.startswith(f"{path}.") or path.startswith(key.removesuffix("*")) for key in found)


def _below(values: Mapping[str, Any], before: str, entered: set[str]) -> Iterator[str]:
    for key, value in values.items():
        path, inner = f"{before}{key}", as_mapping(value)
        if not inner:
            # Nothing, an empty map or a list: the values do not say what may stand there.
            yield f"{path}.*" if value is None or isinstance(value, dict | list) else path
        elif key.lower().endswith(_FREE) or inner.keys() <= _RESOURCES:
            yield f"{path}.*"
        elif path in entered:
            yield from _below(inner, f"{path}.", entered)


def _read(path: Path) -> dict[str, Any]:
    return as_mapping(yamls.parse(path.read_text(encoding="utf-8"), str(path))) or {}


if __name__ == "__main__":
    sys.exit(main())
