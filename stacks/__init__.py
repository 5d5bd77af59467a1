"""The reference customer's composition: what a customer's own repository has in its place."""
