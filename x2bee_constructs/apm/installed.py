"""What you may say about the vendors' own programs in a cluster: WhaTap's operator, Scouter's collector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from x2bee_constructs.apm.props import Scouter, Whatap
from x2bee_constructs.core.names import Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Distinct, Props
from x2bee_constructs.workload.fields import Image

__all__ = ["ScouterCollectorProps", "WhatapOperatorProps"]


class WhatapOperatorProps(Props):
    """WhaTap's operator and its agents' settings, one of each in a cluster."""

    settings: Whatap = Whatap()
    """Versions and collection servers; those of `Whatap` if not given."""
    namespaces: Distinct[Label] = ()
    """The namespaces whose labelled pods get an agent. Every namespace if not given."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads the licence; that of the add-ons if not given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that may run the operator; the platform's `workload=msa` if not given."""
    argocd_namespace: Label = "argocd"
    """Where Argo CD looks for Applications; `argocd` if not given."""
    argocd_cluster: Label | None = None
    """The name under which Argo CD knows this cluster; the one that it runs in if not given."""


class ScouterCollectorProps(Props):
    """Scouter's collector, one of a cluster."""

    image: Image
    """The image made from `images/scouter-collector`, with registry and tag or digest: there is no official one."""
    settings: Scouter = Scouter()
    """Disk, days and memory; those of `Scouter` if not given."""
    namespaces: Annotated[Distinct[Label], Field(min_length=1)]
    """The namespaces whose watched pods may reach it."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads the administrator's password; that of the add-ons if not given."""
    storage_class: Label = "gp3"
    """The StorageClass of its disk; the cluster's `gp3` if not given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that may run it; the platform's `workload=msa` if not given."""
