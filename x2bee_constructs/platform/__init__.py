"""The whole: one customer's platform in one environment. The only room that knows the others."""
