-- At the source, as the sync's role: the slot, if it is not there. Since PostgreSQL 17 it follows a failover.
select format('select pg_create_logical_replication_slot(%L, %L, false, false%s)', :'schema', 'pgoutput',
  case when least(current_setting('server_version_num')::int, :subscriber) >= 170000 then ', true' else '' end)
where not exists (select from pg_replication_slots where slot_name = :'schema') \gexec
