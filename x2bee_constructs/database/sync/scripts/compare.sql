-- Takes the next chunk of the target's keys (`name` is given), asks the source which of them it has, deletes the rest.
-- Says `more`, or `done` when the round has ended or the next one is not due yet.
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null
\getenv folder SYNC_TMP
\set read :folder '/read.sql'
begin;
set local lock_timeout = '60s';
select pg_advisory_xact_lock(hashtextextended('x2bee-sync-' || :'sync', 0)) \g /dev/null
insert into comparison (name, began) values (:'name', clock_timestamp()) on conflict (name) do update
  set began = clock_timestamp(), at = null, deleted = 0, finished = null
  where comparison.finished is not null and clock_timestamp() >= comparison.began + make_interval(secs => (
    select compare_seconds from spec where name = :'name'));
select finished is null as due from comparison where name = :'name' \gset
\if :due
  create unlogged table plan as
  select s.*, least(s.chunk, 1000) as most, c.at, list, list_text
  from spec s join comparison c using (name), lateral (
    select string_agg(quote_ident(k), ', ' order by o) as list,
      string_agg(quote_ident(k) || '::text', ', ' order by o) as list_text
    from unnest(s.key) with ordinality u (k, o)
  ) l where s.name = :'name';
  select format('create unlogged table stage as select %1$s, array[%2$s] as x2bee_at, row_number() over (order by %1$s) as x2bee_n '
    'from (select %1$s from %3$I.%4$I%5$s order by %1$s limit %6$s) chunk', list, list_text, target_schema, name,
    case when at is null then '' else format(' where (%s) > (%s)', list,
      (select string_agg(quote_literal(v), ', ' order by o) from unnest(at) with ordinality u (v, o))) end,
    most) from plan \gexec
  select format('create unlogged table kept as select %s from stage limit 0', list) from plan \gexec
  select count(*) as taken, count(*) > 0 as any from stage \gset
  \if :any
    select format('copy (select %s from %I.%I where (%s) in (%s)) to stdout', list, source_schema, name, list,
      (select string_agg('(' || (select string_agg(quote_literal(v), ', ' order by o)
        from unnest(x2bee_at) with ordinality u (v, o)) || ')', ', ') from stage))
    from plan \g (format=unaligned tuples_only=on) :read
    \copy kept from program 'sh "$SYNC_SCRIPTS/source.sh" -f "$SYNC_TMP/read.sql"'
    select format('with gone as (delete from %I.%I as there using stage where %s and not exists (select from kept where %s) '
      'returning 1) update comparison set deleted = deleted + (select count(*) from gone) where name = %L',
      target_schema, name, (select string_agg(format('there.%1$I = stage.%1$I', k), ' and ') from unnest(key) k),
      (select string_agg(format('kept.%1$I = stage.%1$I', k), ' and ') from unnest(key) k), name) from plan \gexec
  \endif
  update comparison set at = coalesce((select x2bee_at from stage order by x2bee_n desc limit 1), comparison.at),
    finished = case when :taken < plan.most then clock_timestamp() end
  from plan where comparison.name = plan.name;
  drop table stage;
  drop table kept;
  drop table plan;
\endif
select case when finished is null then 'more' else 'done' end from comparison where name = :'name';
commit;
