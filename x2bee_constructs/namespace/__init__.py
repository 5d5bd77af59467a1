"""The namespaces that services run in."""
