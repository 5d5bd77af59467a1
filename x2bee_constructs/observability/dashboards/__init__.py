"""Dashboards as code: what there is, drawn for Grafana."""
