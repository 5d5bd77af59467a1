"""What is provided and what is read: names, each with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from x2bee_constructs.core.diagnostics import Span

__all__ = ["Provided", "Reading", "UnreadableError"]


class UnreadableError(ValueError):
    """The check's input cannot be used: a folder is missing, or a file in it is not what it should be.

    `where` is the place in the file, if it is one.
    """

    def __init__(self, title: str, *, where: Span | None = None, expected: str = "", fix: str = "") -> None:
        """Keep what is wrong, what was expected and what to do."""
        super().__init__(title)
        self.title, self.where, self.expected, self.fix = title, where, expected, fix


@dataclass(frozen=True)
class Provided:
    """One name that a template provides, or an object in the YAML (a node pool's labels, a ServiceAccount)."""

    kind: str
    """What it is the name of, as a person says it: `parameter`, `secret`, `node label`."""
    name: str
    path: str
    """The construct's path, without its last `Resource`; for an object in the YAML its kind and name."""
    logical_id: str = ""
    """Its id in the template; empty for an object in the YAML."""
    stack: str = ""
    resource_type: str = ""
    template: str = ""
    """The template's file."""
    where: Span | None = None
    """Where an object in the YAML has it. A template's line is looked up when it is shown."""
    for_people: str = ""
    """Why nobody in the cluster reads it, if that is said."""
    owed: bool = False
    """Whether somebody has to read it: its name follows the site's grammar."""
    registry: str = ""
    """For an image repository, the host of its registry, if account and region are known."""
    ties: str = ""
    """For the role of pods: `<namespace>/<service account>` of those who may take it."""


@dataclass(frozen=True)
class Reading:
    """One place of the YAML that reads a name."""

    name: str
    kinds: tuple[str, ...]
    """What it may be the name of; anything with that name if empty."""
    where: Span
    object: str
    """The object it stands in: `Deployment acme-app/x2bee-fo`."""
    field: str
    """The way to the field: `spec.template.spec.containers.0.image`."""
    others: tuple[str, ...] = ()
    """Names that would do as well."""
    registry: str = ""
    """For an image, the host of its registry."""
    prefix: bool = False
    """Whether anything that begins so is meant."""
    takes: bool = True
    """Whether what it meets counts as read; a mere prefix of names in a text reads none of them."""
