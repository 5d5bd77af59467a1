-- Held on a connection of its own for as long as the execution runs, and given back by PostgreSQL when that connection
-- ends, also when the process dies: what says STARTED while nobody holds it has died, and is FAILED.
select pg_try_advisory_lock(hashtextextended('x2bee.batch:' || :key, 0));
