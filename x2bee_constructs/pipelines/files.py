"""Which files the repository of an image gets."""

from __future__ import annotations

from x2bee_constructs.pipelines.gitlab import gitlab_file
from x2bee_constructs.pipelines.jenkins import jenkins_file
from x2bee_constructs.pipelines.names import GITLAB_FILE, JENKINS_FILE
from x2bee_constructs.pipelines.props import PipelineProps, Pods

__all__ = ["pipeline_files"]


def pipeline_files(props: PipelineProps) -> dict[str, str]:
    """The text of each file by its name: GitLab's, and Jenkins' where pods build."""
    files = {GITLAB_FILE: gitlab_file(props)}
    return files | ({JENKINS_FILE: jenkins_file(props)} if isinstance(props.spec.runners, Pods) else {})
