"""Which files the repository of an image gets."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from x2bee_constructs.pipelines.gitlab import gitlab_file
from x2bee_constructs.pipelines.jenkins import jenkins_file
from x2bee_constructs.pipelines.names import GITLAB_FILE, JENKINS_FILE
from x2bee_constructs.pipelines.props import PipelineProps, Pods

__all__ = ["pipeline_files", "source_files"]


def pipeline_files(props: PipelineProps) -> dict[str, str]:
    """The text of each file by its name: GitLab's, and Jenkins' where pods build."""
    made = {GITLAB_FILE: gitlab_file(props)}
    return made | ({JENKINS_FILE: jenkins_file(props)} if isinstance(props.spec.runners, Pods) else {})


def source_files(props: PipelineProps) -> dict[str, str]:
    """What an image of the package is made of, by path: its Dockerfile and what is beside it; nothing for others.

    The package brings them (`x2bee_constructs/dockerfiles`), as a customer has the package alone.
    """
    if props.source is None:
        return {}
    folder = files("x2bee_constructs") / "dockerfiles" / props.source
    return dict(sorted(_texts(folder)))


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _texts(one, f"{above}{one.name}/")
        else:
            yield f"{above}{one.name}", one.read_text(encoding="utf-8")
