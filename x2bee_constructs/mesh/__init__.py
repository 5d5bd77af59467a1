"""The service mesh: Istio's own charts, and what holds for every proxy."""
