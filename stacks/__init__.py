"""The reference customer's composition: what a customer's own repository has in its place."""

import gc

gc.set_threshold(
    100_000
)  # Python looks for garbage at every 700th new object or so, and nearly all of ours live until the end
