"""Real clients keep sessions on real servers, with the users and settings that we emit, over a failover."""
