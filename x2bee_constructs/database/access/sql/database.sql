-- The database itself. One run at a time: the lock ends with the session.
set lock_timeout = '2min';
select from pg_advisory_lock(('x' || md5('x2bee-access'))::bit(64)::bigint);
select format('create database %I encoding ''UTF8'' template template0', :'database')
where not exists (select from pg_database where datname = :'database')
\gexec
