"""Upstream's charts, rendered by the real Helm with the values that we emit."""
