"""Tables of one database, kept the same in another."""
