"""What a real Fluentd is tried with: a node's log files, and stand-ins of the stores that it writes to."""
