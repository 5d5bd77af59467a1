-- Everything in one transaction: whoever looks sees the state before it, or all of it.
-- Names are found in pg_catalog alone, so that no object of a service can stand in for one of PostgreSQL's.
set search_path = '';
set client_min_messages = warning;
set lock_timeout = '2min';
set statement_timeout = '10min';
begin;
select from pg_advisory_xact_lock(('x' || md5('x2bee-access'))::bit(64)::bigint);
\ir wanted.sql
\ir tools.sql
\ir roles.sql
\ir schemas.sql
\ir privileges.sql
\ir passwords.sql
commit;
\ir sessions.sql
select what from pg_temp.changes order by id;
