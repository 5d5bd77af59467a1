"""What stands in the files of a pipeline."""

from __future__ import annotations

import re
from typing import Any

import yaml

from x2bee_constructs.pipelines.gitlab import gitlab_file
from x2bee_constructs.pipelines.props import PipelineProps

__all__ = ["gitlab", "jobs", "pods", "shell", "stages"]


def gitlab(props: PipelineProps) -> dict[str, Any]:
    return yaml.safe_load(gitlab_file(props))


def jobs(document: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in document.items() if name not in ("default", "stages", "variables", "workflow")}


def stages(text: str) -> dict[str, str]:
    """The text of each stage of Jenkins until the next begins, by its name, in their order."""
    parts = re.split(r"stage\('([^']+)'\)", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def pods(text: str) -> list[dict[str, Any]]:
    return [yaml.safe_load(found) for found in re.findall(r"yaml '''(.*?)'''", text, re.DOTALL)]


def shell(text: str) -> list[str]:
    """The texts of `sh`, as Groovy hands them on."""
    found = re.findall(r"sh '''(.*?)(?<!\\)'''", text, re.DOTALL)
    return [one.replace("\\'", "'").replace("\\\\", "\\") for one in found]
