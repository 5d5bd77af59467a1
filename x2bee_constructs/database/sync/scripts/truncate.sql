-- At the target, as the admin: empties what the sync fills, all in one.
\set kind temp
\ir spec-table.sql
\ir spec.sql
select distinct format('grant %I to current_user', pg_get_userbyid(c.relowner))
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where (n.nspname, c.relname) in (select target_schema, name from spec)
  and not pg_has_role(current_user, c.relowner, 'usage') \gexec
select format('truncate %s', string_agg(format('%I.%I', target_schema, name), ', ' order by position)) from spec \gexec
