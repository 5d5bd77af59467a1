"""What Cronicle runs for an event: it starts a batch job by HTTP and stays until it has ended."""
