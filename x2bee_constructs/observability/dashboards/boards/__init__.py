"""The dashboards, one a file: each a function from what there is to a `Board`, or to None where there is nothing."""
