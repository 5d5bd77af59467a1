-- What the source says of the slot, kept at the target, where Prometheus asks.
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null
\getenv folder SYNC_TMP
\set read :folder '/slot.sql'
select format('copy (select true, active, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint, wal_status '
  'from pg_replication_slots where slot_name = %L) to stdout', :'schema') \g (format=unaligned tuples_only=on) :read
begin;
delete from slot;
\copy slot from program 'sh "$SYNC_SCRIPTS/source.sh" -f "$SYNC_TMP/slot.sql"'
insert into slot select false, false, null, null where not exists (select from slot);
commit;
