-- Begins to read a table (`name` is given), or goes on with a reading that was cut short.
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null
\getenv folder SYNC_TMP
\set read :folder '/read.sql'
begin;
set local lock_timeout = '60s';
select pg_advisory_xact_lock(hashtextextended('x2bee-sync-' || :'sync', 0)) \g /dev/null
select not exists (select from pass where name = :'name' and finished is null) as fresh \gset
\if :fresh
  create unlogged table seen (began timestamptz, horizon xid8, mark xid8, high text);
  -- The transaction id is taken after the snapshot that is read: pg_current_xact_id() runs when the row is made.
  select format('copy (select now(), pg_snapshot_xmin(pg_current_snapshot()), pg_current_xact_id(), '
    '(select max(%I)::text from %I.%I)) to stdout', watermark, source_schema, name)
  from spec where name = :'name' \g (format=unaligned tuples_only=on) :read
  \copy seen from program 'sh "$SYNC_SCRIPTS/source.sh" -f "$SYNC_TMP/read.sql"'

  -- A source whose transaction ids went back was restored from a backup: it is read whole.
  delete from pass where name = :'name' and exists (
    select from pass older, seen where older.name = :'name' and older.mark >= seen.mark
  );
  -- What the last reading could not see was written by transactions from its horizon on. They took their ids, and so
  -- their watermarks, after each reading whose mark is at or below that horizon: from the newest such one on is read.
  -- A row from the future must not hide those that come before it: a time counts only up to when it was read (one
  -- without a zone may be that of any zone, 14 hours ahead at most).
  with last as (
    select horizon from pass where name = :'name' order by id desc limit 1
  ), floor as (
    select pass.high, pass.began from pass, last where pass.name = :'name' and pass.mark <= last.horizon order by id desc limit 1
  )
  insert into pass (name, began, horizon, mark, high, low)
  select spec.name, seen.began, seen.horizon, seen.mark, seen.high, case
    when c.type ~ 'without time zone'
      then (least(floor.high::timestamp, floor.began::timestamp + interval '14 hours') - make_interval(secs => overlap))::text
    when c.type ~ '^timestamp'
      then (least(floor.high::timestamptz, floor.began) - make_interval(secs => overlap))::text
    else greatest(floor.high::numeric - overlap, -32768)::text end
  from spec join source_columns c on c.name = spec.name and c.attribute = spec.watermark
    cross join seen left join floor on true
  where spec.name = :'name';
  delete from pass where name = :'name' and id < (
    select max(older.id) from pass older, pass newest
    where older.name = :'name' and newest.name = :'name' and older.mark <= newest.horizon
      and newest.id = (select max(id) from pass where name = :'name' and finished is not null)
  );
  drop table seen;
\endif
commit;
