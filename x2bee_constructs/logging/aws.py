"""The AWS half of logging: where logs are found, and where they are kept."""

from __future__ import annotations

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core.names import Site
from x2bee_constructs.logging.alarms import DomainAlarms
from x2bee_constructs.logging.archive import LogArchive
from x2bee_constructs.logging.domain import LogDomain
from x2bee_constructs.logging.props import LogStoreProps

__all__ = ["LogStore"]


class LogStore(Construct):
    """OpenSearch for the days in which logs are searched, and an archive for the years in which the law wants them.

    Neither stands in the other's way: Fluentd writes to both. `domain` has the domain and its door, `archive` a bucket
    for each class. Pods' roles are data (`log_identities`); who may do what inside OpenSearch is the index Job's.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: LogStoreProps,
        *,
        vpc: ec2.IVpc,
        key: kms.IKey,
        topic: sns.ITopic,
    ) -> None:
        """Make the store of one site in the VPC's `data` subnets, under `key`; its alarms go to `topic`."""
        super().__init__(scope, id)
        self.archive = LogArchive(self, "Archive", site, props.kept, key=key)
        self.domain = LogDomain(self, "OpenSearch", site, props, vpc=vpc, key=key)
        DomainAlarms(self, "Alarms", site, props.logs.opensearch, topic=topic, runbooks=props.runbooks)
