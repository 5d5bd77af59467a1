"""Many objects with one message to Node.js: a library of ours beside cdk8s (ADR 27)."""

from __future__ import annotations

import json
from typing import NamedTuple

from cdk8s import ApiObject, App
from constructs import Construct

from x2bee_constructs.core.jsii_library import caller

__all__ = ["Outlined", "make_objects", "outline"]

_call = caller(__name__)


def make_objects(scope: Construct, objects: str) -> list[ApiObject]:
    """An `ApiObject` in `scope` for each of `objects`, a JSON list, in its order.

    Of each, `id` is the construct's, `apiVersion`, `kind` and `metadata` are what cdk8s' ApiObject takes, `keys` is
    everything else by its JSON pointer, and `ofTheCluster` says that it takes no namespace from its chart.
    """
    return _call("make", scope, objects)


class Outlined(NamedTuple):
    """Where an object is in an App, and which it is in the cluster."""

    path: str
    """Its construct's."""
    chart: str
    """The path of its chart."""
    file: str
    """What its file is called in a folder of its chart, without the extension."""
    group: str
    """Empty for Kubernetes' core."""
    kind: str
    namespace: str
    """Empty for objects of the cluster, and for those that say none."""
    name: str


def outline(app: App) -> list[Outlined]:
    """All API objects that an App has now, those of other code too, as they are once patched."""
    return [Outlined(**one) for one in json.loads(_call("outline", app))]
