-- The one row that travels with the tables and tells how old the target is. Made on both sides, in the sync's schema.
create table if not exists :"schema".heartbeat (one int primary key check (one = 1), at timestamptz not null);
