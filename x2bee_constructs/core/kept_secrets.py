"""Secrets that AWS keeps and programs in the cluster read: which there are, and how they come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import Stage
from x2bee_constructs.imports.external_secrets import v1 as es

__all__ = ["Source", "source_objects"]


class Source(NamedTuple):
    """One secret of AWS, and where it goes in the cluster."""

    name: str
    """In Secrets Manager."""
    into: str
    """The Secret in the cluster."""
    namespace: str
    keys: dict[str, str | None]
    """What each key of that Secret is: a property of the JSON, or all of its text."""
    made: str | None = None
    """The property that AWS makes up; people put the secret in if not."""
    what: str = ""
    """Who reads it, for people."""
    labels: Mapping[str, str] | None = None
    """Labels of the Secret, by which a program finds it; none if not given."""
    special: bool = False
    """Whether what AWS makes up must have a character that is neither letter nor digit: one of `-._`."""


def source_objects(sources: Iterable[Source], store: str, stage: Stage) -> dict[str, KubeObject]:
    """One ExternalSecret for each Secret of the cluster, by id; several of AWS may go into one, without labels then."""
    gathered: dict[tuple[str, str], list[Source]] = {}
    for one in sources:
        gathered.setdefault((one.namespace, one.into), []).append(one)
    return {
        f"secret-{into}": external_secret(staged_meta(into, stage, namespace), store, _data(found), _template(found[0]))
        for (namespace, into), found in gathered.items()
    }


def _data(found: list[Source]) -> list[es.ExternalSecretData]:
    return [remote(key, one.name, part) for one in found for key, part in sorted(one.keys.items())]


def _template(one: Source) -> es.ExternalSecretTemplate | None:
    if one.labels is None:
        return None
    return es.ExternalSecretTemplate.model_validate(
        {
            "engineVersion": "v2",
            "mergePolicy": "Replace",
            "metadata": {"labels": dict(sorted(one.labels.items()))},
            "data": {key: f"{{{{ .{key} }}}}" for key in sorted(one.keys)},
        }
    )
