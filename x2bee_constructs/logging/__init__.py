"""Logs of every service: found within seconds in OpenSearch, kept by law in S3."""
