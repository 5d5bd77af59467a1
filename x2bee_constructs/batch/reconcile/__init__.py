"""The Job that makes a scheduler's events what the customer's file says."""
