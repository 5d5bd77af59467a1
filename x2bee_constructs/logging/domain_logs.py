"""What the domain writes about itself: errors, slow searches, slow writes, and who did what."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.logging import names
from x2bee_constructs.logging.identities import domain_arn

__all__ = ["DomainLogs"]

_TYPES: Mapping[names.LogStream, str] = {
    "application": "ES_APPLICATION_LOGS",
    "search-slow": "SEARCH_SLOW_LOGS",
    "index-slow": "INDEX_SLOW_LOGS",
    "audit": "AUDIT_LOGS",
}
"""What OpenSearch Service calls them."""

_RETENTION = {365: logs.RetentionDays.ONE_YEAR, 731: logs.RetentionDays.TWO_YEARS}


class DomainLogs(Construct):
    """A log group for each log, under the environment's key, and the leave to write them for this domain alone.

    What is slow and what is audited is said inside OpenSearch, by the index Job. `options` is what a domain takes,
    `leave` what has to be there before it.
    """

    def __init__(self, scope: Construct, id: str, site: Site, *, days: int, key: kms.IKey) -> None:
        """Make the groups of one site's domain, which keep for `days`."""
        super().__init__(scope, id)
        groups = {stream: self._group(stream, names.log_group(site, stream), days, key) for stream in _TYPES}
        self.leave = self._let_write(site)
        self.leave.node.add_dependency(*groups.values())
        publish = opensearch.CfnDomain.LogPublishingOptionProperty
        self.options = {
            kind: publish(cloud_watch_logs_log_group_arn=self._arn(names.log_group(site, stream)), enabled=True)
            for stream, kind in _TYPES.items()
        }

    def _group(self, stream: names.LogStream, name: str, days: int, key: kms.IKey) -> logs.LogGroup:
        group = logs.LogGroup(
            self,
            stream,
            log_group_name=name,
            retention=_RETENTION[days],
            encryption_key=key,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        for_people(group, "records that people search")
        imported = "it is encrypted with the foundation's key; the rule does not follow an import from another stack"
        acknowledge(group, imported, "cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check")
        return group

    def _let_write(self, site: Site) -> logs.CfnResourcePolicy:
        """One policy for all four: an account has ten of them in a region. The CDK's domain would make it by Lambda."""
        stack, place = Stack.of(self), place_of(self)
        domain = domain_arn(site, place.account, place.region)
        statement = {
            "Sid": "DomainLogs",
            "Effect": "Allow",
            "Principal": {"Service": "es.amazonaws.com"},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"],
            "Resource": [f"{self._arn(names.log_group(site, stream))}:*" for stream in _TYPES],
            "Condition": {"StringEquals": {"aws:SourceAccount": place.account}, "ArnLike": {"aws:SourceArn": domain}},
        }
        document = stack.to_json_string({"Version": "2012-10-17", "Statement": [statement]})
        name = names.domain_name(site)
        policy = logs.CfnResourcePolicy(self, "LetWrite", policy_name=name, policy_document=document)
        for_people(policy, "what the account lets OpenSearch Service write, by a name that people read")
        return policy

    def _arn(self, group: str) -> str:
        """Without the `:*` that a LogGroup's own ARN ends in."""
        return Stack.of(self).format_arn(
            service="logs", resource="log-group", resource_name=group, arn_format=ArnFormat.COLON_RESOURCE_NAME
        )
