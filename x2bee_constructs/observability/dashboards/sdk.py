"""Grafana's own types, the models alone: its builders take three times as long to load, for a format we do not write.

Nothing at the top of another module imports this: it is loaded when dashboards are made, and only then.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # The class says while it is loaded that Grafana's next format were better; what the sidecar provisions is this one.
    warnings.simplefilter("ignore", DeprecationWarning)
    from grafana_foundation_sdk.models import cloudwatch, common, dashboard, prometheus, stat, table, timeseries

from grafana_foundation_sdk.cog.encoder import JSONEncoder

__all__ = ["JSONEncoder", "cloudwatch", "common", "dashboard", "prometheus", "stat", "table", "timeseries"]
