"""The reference customer's composition: what a customer's own repository has in its place."""

import gc

gc.set_threshold(100_000)  # what a synth makes lives until its end: each 700th look for garbage costs a sixth
