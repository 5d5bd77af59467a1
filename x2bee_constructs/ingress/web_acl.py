"""The web ACL: what is refused before it reaches the load balancer, and the log of it."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.edge import EdgeGuardProps
from x2bee_constructs.ingress.machines import MachineHost
from x2bee_constructs.ingress.web_acl_rules import measured, rules

__all__ = ["EdgeWebAcl"]

_RETENTION = {365: logs.RetentionDays.ONE_YEAR, 731: logs.RetentionDays.TWO_YEARS}

_SECRET_HEADERS = ("authorization", "cookie")
"""Who somebody is: whoever reads the log could become them."""

_WORTH_A_LINE = ("BLOCK", "COUNT", "CAPTCHA", "CHALLENGE")


class EdgeWebAcl(Construct):
    """A regional web ACL with its log; a load balancer is put behind it by `protect`, or by the controller by name."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: EdgeGuardProps,
        *,
        key: kms.IKey,
        egress: Sequence[str] = (),
    ) -> None:
        """Make the web ACL of one site; `acl` is it. `egress` are the networks behind which this VPC is seen."""
        super().__init__(scope, id)
        offices = self._offices(site, props)
        machines = {machine.host: self._machine(site, props, machine, egress) for machine in props.machines}
        self.acl = waf.CfnWebACL(
            self,
            "Acl",
            name=names.web_acl(site),
            description=f"Requests to the public hosts of {site.prefix}",
            scope="REGIONAL",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow=waf.CfnWebACL.AllowActionProperty()),
            rules=rules(props, offices.attr_arn if offices else None, machines),
            visibility_config=measured(names.web_acl(site)),
        )
        for_people(self.acl, "load balancers take it by its ARN; the controller in the cluster finds it by this name")
        self._log(site, props, key)

    def protect(self, scope: Construct, balancer_arn: str) -> waf.CfnWebACLAssociation:
        """Put a load balancer behind it."""
        return waf.CfnWebACLAssociation(scope, "WebAcl", resource_arn=balancer_arn, web_acl_arn=self.acl.attr_arn)

    def _offices(self, site: Site, props: EdgeGuardProps) -> waf.CfnIPSet | None:
        if not (props.office_cidrs and props.office_hosts):
            return None
        says = f"From where the office hosts of {site.prefix} answer"
        return self._addresses("Offices", names.office_addresses(site), says, props.office_cidrs)

    def _machine(self, site: Site, props: EdgeGuardProps, machine: MachineHost, egress: Sequence[str]) -> str | None:
        """The ARN of the set from which a machine answers; None if it answers nobody."""
        said = [*dict.fromkeys((*props.office_cidrs, *machine.clients, *egress))]
        if not said:
            return None
        name = names.machine_addresses(site, machine.host)
        return self._addresses(name, name, f"From where {machine.host} answers", said).attr_arn

    def _addresses(self, id: str, name: str, says: str, addresses: Sequence[str]) -> waf.CfnIPSet:
        found = waf.CfnIPSet(
            self,
            id,
            name=name,
            description=says,
            scope="REGIONAL",
            ip_address_version="IPV4",
            addresses=list(addresses),
        )
        for_people(found, "the web ACL's own list, by a name that people read")
        return found

    def _log(self, site: Site, props: EdgeGuardProps, key: kms.IKey) -> None:
        group = logs.LogGroup(
            self,
            "Log",
            log_group_name=names.web_acl_logs(site),
            # jsii's protocols name a parameter differently from its classes.
            encryption_key=key,  # pyright: ignore[reportArgumentType]
            retention=_RETENTION[props.log_days],
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        for_people(group, "what was refused, for people to search")
        imported = "it is encrypted with the foundation's key; the rule does not follow an import from another stack"
        acknowledge(group, imported, "cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check")
        written = self._let_write(site)
        written.node.add_dependency(group)
        logging = waf.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[self._group_arn(site)],
            redacted_fields=[
                waf.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": name})
                for name in _SECRET_HEADERS
            ],
            logging_filter=None if props.waf.log_allowed else _only_what_was_noticed(),
        )
        logging.node.add_dependency(written)

    def _let_write(self, site: Site) -> logs.CfnResourcePolicy:
        """WAF's log comes through the delivery service of CloudWatch Logs; said here, or WAF would say it itself."""
        stack = Stack.of(self)
        source = stack.format_arn(service="logs", resource="*", arn_format=ArnFormat.NO_RESOURCE_NAME)
        statement = {
            "Sid": "WebAclLog",
            "Effect": "Allow",
            "Principal": {"Service": "delivery.logs.amazonaws.com"},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"{self._group_arn(site)}:log-stream:*",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": place_of(self).account},
                "ArnLike": {"aws:SourceArn": source},
            },
        }
        document = stack.to_json_string({"Version": "2012-10-17", "Statement": [statement]})
        return logs.CfnResourcePolicy(self, "LetWrite", policy_name=names.web_acl_logs(site), policy_document=document)

    def _group_arn(self, site: Site) -> str:
        """Without the `:*` that a LogGroup's own ARN ends in, which WAF does not take."""
        return Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=names.web_acl_logs(site),
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )


def _only_what_was_noticed() -> dict[str, object]:
    conditions = [{"ActionCondition": {"Action": action}} for action in _WORTH_A_LINE]
    kept = {"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": conditions}
    return {"DefaultBehavior": "DROP", "Filters": [kept]}
