"""The whole configuration of a node's Fluentd.

Two processes read the same files, each with its own positions and its own buffer on disk: one for the search, one for
the archive. A destination that takes nothing then stops its own reader and not the other's. The price is that every
line is read and parsed twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from x2bee_constructs.logging.fluentd import outputs
from x2bee_constructs.logging.fluentd.directives import Directive, render
from x2bee_constructs.logging.fluentd.lines import joined_lines, records, tail
from x2bee_constructs.logging.fluentd.outputs import Targets
from x2bee_constructs.logging.fluentd.places import METRICS_PORT, SEARCH, STATE, WORKERS
from x2bee_constructs.logging.fluentd.records import Origin, record_filters
from x2bee_constructs.logging.masking import Mask

__all__ = ["configuration", "directives"]


def configuration(origin: Origin, targets: Targets, masks: Sequence[Mask]) -> str:
    """The file `fluent.conf`."""
    return render(directives(origin, targets, masks))


def directives(origin: Origin, targets: Targets, masks: Sequence[Mask]) -> list[Directive]:
    """The same as data."""
    return [
        _system(),
        *(_worker(number, name, origin, targets, masks) for number, name in enumerate(WORKERS)),
        outputs.errors(masks),
        # What Fluentd says of itself is on its standard output.
        Directive("label", "@FLUENT_LOG", inner=[Directive("match", "**", {"@type": "null", "@id": "own_words"})]),
    ]


def _system() -> Directive:
    params: dict[str, str | int | bool] = {
        "workers": len(WORKERS),
        "root_dir": f"{STATE}/root",
        "log_level": "info",
        # A destination that is away says so once a minute, not with every try.
        "ignore_repeated_log_interval": "1m",
    }
    return Directive("system", params=params, inner=[Directive("log", params={"format": "json"})])


def _worker(number: int, name: str, origin: Origin, targets: Targets, masks: Sequence[Mask]) -> Directive:
    out = outputs.search(targets) if name == SEARCH else outputs.archive()
    classes = [] if name == SEARCH else outputs.archive_classes(targets)
    inner = [
        *_metrics(name),
        *([outputs.letters()] if name == SEARCH else []),
        tail(name),
        joined_lines(name),
        Directive("label", records(name), inner=[*record_filters(name, origin, masks), *out]),
        *classes,
    ]
    return Directive("worker", str(number), inner=inner)


def _metrics(name: str) -> list[Directive]:
    served: dict[str, str | int] = {
        "@type": "prometheus",
        "@id": f"{name}_metrics",
        "bind": "0.0.0.0",
        "port": METRICS_PORT,
    }
    kind = "prometheus_output_monitor"
    return [
        Directive("source", params=served),
        Directive("source", params={"@type": kind, "@id": f"{name}_{kind}", "interval": "10s"}),
    ]
