"""The Kubernetes side: every place of the YAML that reads a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from x2bee_constructs.core.documents import Place
from x2bee_constructs.handoff.charts import Chart
from x2bee_constructs.handoff.fields import Found, fields, in_charts
from x2bee_constructs.handoff.grammar import Grammar
from x2bee_constructs.handoff.hosts import served
from x2bee_constructs.handoff.identities import needed
from x2bee_constructs.handoff.model import Reading
from x2bee_constructs.handoff.nodes import demanded
from x2bee_constructs.handoff.objects import KubernetesObject
from x2bee_constructs.handoff.places import reading, texts
from x2bee_constructs.handoff.secret_stores import stores

__all__ = ["readings"]

_IDENTITY_OF_AN_OBJECT = {"generateName", "labels", "managedFields", "name", "namespace", "ownerReferences"}
"""What Kubernetes' own metadata says about an object."""

_SELECTS_OBJECTS = {"labels", "matchExpressions", "matchLabels", "selector"}
_NAMES_NOTHING_IN_AWS = {"description", "namespace", "releaseName"}
_TAGS = ("spec", "tags")
_TAG_WHAT_THEY_MAKE = {"EC2NodeClass", "NodeClass"}
"""Kinds whose tags are put on instances that are yet to be: they name nothing that is there."""


def readings(
    objects: Sequence[KubernetesObject], charts: Sequence[Chart], grammar: Grammar, *, recorded: bool
) -> Iterator[Reading]:
    """Everything that is read: by the fields that are known, then by what texts look like.

    `recorded` says whether the templates have DNS records.
    """
    known = stores(objects)
    called = {one.name for one in objects}
    of_charts: dict[int, list[Found]] = {}
    for chart in charts:
        of_charts.setdefault(id(chart.application), []).extend(in_charts(chart))
    for one in objects:
        typed = [*fields(one, known), *of_charts.get(id(one), ()), *demanded(one)]
        typed += served(one, grammar, recorded=recorded)
        yield from (found for _, found in typed)
        if one.kind != "CustomResourceDefinition":
            yield from _in_texts(one, {place for place, _ in typed}, called, grammar)
    yield from needed(objects, charts)


def _in_texts(one: KubernetesObject, typed: set[Place], called: set[str], grammar: Grammar) -> Iterator[Reading]:
    for place, text in texts(one.data):
        words = list(grammar.words(text))
        # Values of a chart that are one text may hold more than the field that was read in it.
        if words and (place not in typed or " " in text) and not _is_kubernetes_own(one, place, text, called):
            for word in words:
                yield reading(
                    one,
                    place,
                    word.name,
                    *word.kinds,
                    prefix=word.prefix,
                    takes=not word.prefix,
                    registry=word.registry,
                )


def _is_kubernetes_own(one: KubernetesObject, place: Place, text: str, called: set[str]) -> bool:
    """Whether the text names something in the cluster: an object, a label, or the object it stands in.

    What a ConfigMap or Secret holds is never that: it is for programs.
    """
    if one.kind in {"ConfigMap", "Secret"} and place[0] in {"data", "stringData"}:
        return False
    if one.kind in _TAG_WHAT_THEY_MAKE and place[: len(_TAGS)] == _TAGS:
        return True
    about_an_object = any(part == "metadata" and after in _IDENTITY_OF_AN_OBJECT for part, after in pairwise(place))
    last = str(place[-1])
    names_an_object = text in called and (last in {"name", "project"} or last.endswith("Name"))
    return (
        about_an_object
        or names_an_object
        or last in _NAMES_NOTHING_IN_AWS
        or bool(_SELECTS_OBJECTS & {str(part) for part in place[:-1]})
    )
