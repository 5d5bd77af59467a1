"""Rules of Prometheus for a whole platform, as objects and as a construct."""
