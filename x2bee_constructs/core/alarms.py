"""Alarms of CloudWatch, called and written as the alerts of Prometheus are: name, severity, owner and runbook."""

from __future__ import annotations

from typing import Literal

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core.alerts import RUNBOOKS, Notice, runbook_url
from x2bee_constructs.core.marks import mark_alarm
from x2bee_constructs.core.names import FOR_PEOPLE, Site, bounded

__all__ = ["Alarms", "Compared"]

Compared = Literal["above", "at least", "below", "at most"]
"""How what is measured stands to the threshold when it is too much, or too little."""

_OPERATORS: dict[Compared, cloudwatch.ComparisonOperator] = {
    "above": cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    "at least": cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    "below": cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    "at most": cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
}


class Alarms:
    """The alarms of one construct; all go to one topic, and again when all is well."""

    def __init__(self, scope: Construct, site: Site, topic: sns.ITopic, runbooks: str = RUNBOOKS) -> None:
        """They are children of `scope`; `runbooks` is where the files of `docs/runbooks` are read."""
        self._scope, self._site, self._runbooks = scope, site, runbooks
        # jsii's protocols name a parameter differently from its classes.
        self._to = actions.SnsAction(topic)  # pyright: ignore[reportArgumentType]

    def add(
        self,
        id: str,
        notice: Notice,
        metric: cloudwatch.IMetric,
        threshold: float,
        *,
        periods: int,
        says: str,
        of: str = "",
        compared: Compared = "above",
    ) -> cloudwatch.Alarm:
        """One alarm, of one of several things if `of` says which; after so many periods in a row. No data is no alarm.

        It is called `x2bee-acme-prd-DatabaseCpu-mbod`: CloudWatch's own names say neither the site nor the runbook.
        """
        name = "-".join(part for part in (self._site.prefix, notice.name, of) if part)
        alarm = cloudwatch.Alarm(
            self._scope,
            id,
            alarm_name=bounded(name, 255, "an alarm's name"),
            alarm_description=self._text(notice, says),
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            datapoints_to_alarm=periods,
            comparison_operator=_OPERATORS[compared],
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        mark_alarm(alarm, self._to, FOR_PEOPLE, "whoever is called finds the alarm by its name")
        return alarm

    def _text(self, notice: Notice, says: str) -> str:
        read = runbook_url(self._runbooks, notice.name)
        return bounded(f"{says}\nseverity: {notice.severity}\nowner: {notice.owner}\nrunbook: {read}", 1024, "a text")
