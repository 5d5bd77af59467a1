"""The pictures of the dashboards and their index."""
