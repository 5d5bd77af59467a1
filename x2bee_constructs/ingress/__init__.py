"""The way in: hosts and the load balancer's target group."""
