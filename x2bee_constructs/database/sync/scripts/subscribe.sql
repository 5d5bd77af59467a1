-- At the target, as the admin: subscribes to a new slot, or corrects the subscription that is there.
\getenv host SOURCE_HOST
\getenv port SOURCE_PORT
\getenv database SOURCE_DATABASE
\getenv user SYNC_USER
\getenv tls SYNC_TLS
\getenv publisher SYNC_PUBLISHER
\set kind temp
\ir spec-table.sql
\ir spec.sql

-- The worker writes as the tables' owners; who subscribes must be able to act for them.
select distinct format('grant %I to current_user', pg_get_userbyid(c.relowner))
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where (n.nspname, c.relname) in (select target_schema, name from spec union all select :'schema', 'heartbeat')
  and not pg_has_role(current_user, c.relowner, 'usage') \gexec

-- The password comes as data of a COPY and is put together below a statement: no log of statements has it. What pgAudit
-- records goes deeper, and is silenced where the admin may.
do $quiet$
begin
  perform set_config('pgaudit.log', 'none', false);
exception when insufficient_privilege then null;
end $quiet$;
create temp table login (password text);
\copy login from program 'sh "$SYNC_SCRIPTS/password.sh"' with (format csv)
create temp table connection as
select string_agg(format('%s=''%s''', k, regexp_replace(v, '([\\''])', '\\\1', 'g')), ' ') as info
from (
  values ('host', :'host'), ('port', :'port'), ('dbname', :'database'), ('user', :'user'), ('sslmode', :'tls'),
    ('connect_timeout', '10'), ('keepalives_idle', '30')
  union all select 'password', password from login
) c (k, v);
create temp table plan as
select :'schema' as name, current_setting('server_version_num')::int >= 160000 as has_origin,
  least(current_setting('server_version_num')::int, :publisher) >= 170000 as has_failover, exists (
    select from pg_subscription s join pg_database d on d.oid = s.subdbid
    where s.subname = :'schema' and d.datname = current_database()
  ) as subscribed;
select subscribed from plan \gset

-- The first copy doubles what is there: a table that the subscription does not know yet must be empty.
create temp table occupied (name text);
select format('insert into occupied select %L where exists (select from %I.%I)', name, target_schema, name)
from spec where not exists (
  select from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid
  where s.subname = :'schema' and r.srrelid = to_regclass(format('%I.%I', target_schema, name))
) \gexec
select exists (select from occupied) as refused,
  (select string_agg(name, ', ' order by name) from occupied) as occupied \gset
\if :refused
  \warn the target has rows already in :occupied; empty it there, or run the resync, which does
  select 1 / 0;
\endif

-- Commits wait for the disk, which subscriptions do not by default: a server that was killed right after a first copy would
-- forget that the copy is done, but not drop its slot again, and ask for that slot for ever.
do $subscribe$
declare
  p record;
  said text;
begin
  select * into p from plan, connection;
  begin
    if p.subscribed then
      execute format('alter subscription %I connection %L', p.name, p.info);
      execute format('alter subscription %I set (disable_on_error = true, synchronous_commit = on)', p.name);
      execute format('alter subscription %I enable', p.name);
    else
      -- The slot is there already: a statement that makes one may not stand in a block.
      execute format('create subscription %I connection %L publication %I with (slot_name = %L, create_slot = false, '
        'copy_data = true, enabled = true, disable_on_error = true, synchronous_commit = on%s%s)', p.name, p.info, p.name, p.name,
        case when p.has_origin then ', run_as_owner = false, origin = any' else '' end,
        case when p.has_failover then ', failover = true' else '' end);
    end if;
  exception when others then
    get stacked diagnostics said = message_text;
    raise exception '%', said;  -- without the context, which has the statement
  end;
end $subscribe$;
\if :subscribed
  select format('alter subscription %I refresh publication with (copy_data = true)', :'schema') \gexec
\endif

-- What the look may do without being able to do anything else: stop the sync, and let it go on. In a schema of the
-- admin's: in the sync's own it could be replaced, and the job that makes the roles would take the grants back.
select format('create schema if not exists %I', :'schema' || '_control') \gexec
select format('create or replace function %1$I.%2$I() returns void language plpgsql security definer '
  'set search_path = pg_catalog, pg_temp as %3$L', :'schema' || '_control', made,
  format('begin execute %L; end', format('alter subscription %I %s', :'schema', does)))
from (values ('halt', 'disable'), ('resume', 'enable')) f (made, does) \gexec
select format('revoke all on function %1$I.halt(), %1$I.resume() from public', :'schema' || '_control') \gexec
select format('grant execute on function %1$I.halt(), %1$I.resume() to %2$I; grant usage on schema %1$I to %2$I',
  :'schema' || '_control', who)
from (select :'user' union select pg_get_userbyid(nspowner) from pg_namespace where nspname = :'schema') w (who) \gexec
