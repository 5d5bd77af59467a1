-- One chunk of a table (`name` is given): rows and the place reached become visible together, or not at all.
-- Says `more`, or `done` when the reading has come to its end.
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null
\getenv folder SYNC_TMP
\set read :folder '/read.sql'
begin;
set local lock_timeout = '60s';
select pg_advisory_xact_lock(hashtextextended('x2bee-sync-' || :'sync', 0)) \g /dev/null
-- Another run may have come to the end meanwhile.
select exists (select from pass where name = :'name' and finished is null) as open \gset
\if :open
create unlogged table plan as
with columns as (
  select array_agg(c.attribute order by c.position) as names
  from spec s join source_columns c using (name)
  where s.name = :'name' and (c.attribute = any (s.columns) or s.columns is null)
)
select s.*, p.id as pass, p.low, p.high, p.at, columns.names,
  (select string_agg(quote_ident(n), ', ' order by o) from unnest(columns.names) with ordinality u (n, o)) as list,
  (select string_agg(quote_ident(n), ', ' order by o) from unnest(s.watermark || s.key) with ordinality u (n, o)) as place,
  (select string_agg(quote_ident(n) || '::text', ', ' order by o)
    from unnest(s.watermark || s.key) with ordinality u (n, o)) as place_text
from spec s join pass p on p.name = s.name and p.finished is null, columns where s.name = :'name';

select format('create unlogged table stage as select %s, false as x2bee_gone, null::text[] as x2bee_at, null::bigint as x2bee_n '
  'from %I.%I limit 0', list, target_schema, name) from plan \gexec

select format('copy (select %1$s, x2bee_gone, x2bee_at, row_number() over (order by %2$s) from ('
  'select *, %3$s as x2bee_gone, array[%4$s] as x2bee_at from %5$I.%6$I where %7$I <= %8$L%9$s%10$s '
  'order by %2$s limit %11$s) chunk) to stdout',
  list, place,
  case when deletes = 'tombstone'
    then format('coalesce(%I::text, %L) not in (%L, %L, %L, %L, %L)', tombstone, 'false', 'false', 'N', 'n', '0', '')
    else 'false' end,
  place_text, source_schema, name, watermark, high,
  case when low is null then '' else format(' and %I >= %L', watermark, low) end,
  case when at is null then '' else
    format(' and (%s) > (%s)', place, (select string_agg(quote_literal(v), ', ' order by o) from unnest(at) with ordinality u (v, o))) end,
  chunk) from plan \g (format=unaligned tuples_only=on) :read
\copy stage from program 'sh "$SYNC_SCRIPTS/source.sh" -f "$SYNC_TMP/read.sql"'

-- A row that is the same already is left alone: what is read twice costs no write.
select format('insert into %1$I.%2$I as there (%3$s) overriding system value select %3$s from stage where not x2bee_gone '
  'on conflict (%4$s) do %5$s', target_schema, name, list,
  (select string_agg(quote_ident(k), ', ') from unnest(key) k),
  coalesce((
    select format('update set %s where row(%s)::text is distinct from row(%s)::text',
      string_agg(format('%1$I = excluded.%1$I', n), ', '), string_agg(format('there.%I', n), ', '),
      string_agg(format('excluded.%I', n), ', '))
    from unnest(names) n where n <> all (key)), 'nothing')) from plan \gexec
select format('delete from %I.%I as there using stage where stage.x2bee_gone and %s', target_schema, name,
  (select string_agg(format('there.%1$I = stage.%1$I', k), ' and ') from unnest(key) k)) from plan \gexec

update pass set rows = rows + (select count(*) from stage),
  at = coalesce((select x2bee_at from stage order by x2bee_n desc limit 1), pass.at),
  finished = case when (select count(*) from stage) < plan.chunk then clock_timestamp() end
from plan where pass.id = plan.pass;
update synced set until = pass.began from pass, plan
where pass.id = plan.pass and pass.finished is not null and synced.name = pass.name;
select case when finished is null then 'more' else 'done' end from pass, plan where pass.id = plan.pass;
drop table stage;
drop table plan;
\else
select 'done';
\endif
commit;
