"""The VPC, its key, its zone, its flow logs, and whom alarms reach."""
