"""Schedules as code: when which job of which batch service runs."""
