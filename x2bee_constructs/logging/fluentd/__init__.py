"""The configuration of Fluentd, made by pure functions."""
