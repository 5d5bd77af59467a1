-- At the source: the publication, as declared. Repeatable.
\set kind temp
begin;
\ir spec-table.sql
\ir spec.sql
-- Who publishes a table must act for its owner.
select distinct format('grant %I to current_user', pg_get_userbyid(c.relowner))
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where (n.nspname, c.relname) in (select source_schema, name from spec union all select :'schema', 'heartbeat')
  and not pg_has_role(current_user, c.relowner, 'usage') \gexec
select format('create publication %I', :'schema')
where not exists (select from pg_publication where pubname = :'schema') \gexec
select format('alter publication %I set (publish = %L)', :'schema', 'insert, update, delete, truncate') \gexec
select format('alter publication %I set table %I.heartbeat, %s', :'schema', :'schema',
  string_agg(format('%I.%I', source_schema, name) || coalesce(' (' || (
    select string_agg(quote_ident(c), ', ') from unnest(columns) c) || ')', ''), ', ' order by position))
from spec \gexec
commit;
