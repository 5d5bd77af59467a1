"""The VPC, its key, its zone and its flow logs."""
