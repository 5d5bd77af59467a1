-- At the source, as the sync's role: the slot goes, and whoever still reads from it.
select pg_terminate_backend(active_pid, 10000) from pg_replication_slots where slot_name = :'schema' and active \g /dev/null
select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = :'schema' \g /dev/null
