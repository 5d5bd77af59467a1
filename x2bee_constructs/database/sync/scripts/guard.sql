-- Reads the source's columns and keys, and writes down what keeps the tables from being synced. `mode` is given.
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null
\getenv folder SYNC_TMP
\set columns :folder '/columns.sql'
\set keys :folder '/keys.sql'

select format($copy$copy (
  select c.relname, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> ''
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname = %L and c.relname = any (%L) and c.relkind in ('r', 'p')
    and pg_catalog.has_table_privilege(c.oid, 'select')
) to stdout$copy$, min(source_schema), array_agg(name)) from spec \g (format=unaligned tuples_only=on) :columns

-- Exact columns, by name; as the replica identity when it is the primary key (default), the named index, or all (full).
select format($copy$copy (
  select c.relname, array_agg(a.attname::text order by a.attname),
    case c.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident else false end
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_index i on i.indrelid = c.oid
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey[0:i.indnkeyatts - 1])
  where n.nspname = %L and c.relname = any (%L) and i.indisunique and i.indisvalid and i.indimmediate
    and i.indpred is null and i.indexprs is null
  group by c.relname, c.relreplident, i.indexrelid, i.indisprimary, i.indisreplident having bool_and(a.attnotnull)
) to stdout$copy$, min(source_schema), array_agg(name)) from spec \g (format=unaligned tuples_only=on) :keys

begin;
set local lock_timeout = '60s';
select pg_advisory_xact_lock(hashtextextended('x2bee-sync-' || :'sync', 0)) \g /dev/null
delete from source_columns;
delete from source_keys;
\copy source_columns (name, position, attribute, type, required, generated) from program 'sh "$SYNC_SCRIPTS/source.sh" -f "$SYNC_TMP/columns.sql"'
\copy source_keys from program 'sh "$SYNC_SCRIPTS/source.sh" -f "$SYNC_TMP/keys.sql"'
update status set checked = clock_timestamp(), problems = array(select problems(:'mode'));
update status set ok = problems = '{}';
commit;
select unnest(problems) from status;
