"""The way in: from the public hosts through the load balancer and the gateway to each service."""
