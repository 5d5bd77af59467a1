"""What a machine does when it is new."""
