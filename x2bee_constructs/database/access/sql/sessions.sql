-- Who may not log in any more is not here either. After the commit: before it a new session could still begin.
do $$
declare
  r record;
begin
  for r in
    select o.name, a.pid from pg_stat_activity a join pg_temp.ours o on o.oid = a.usesysid
    where o.comment like 'x2bee: former login of %' order by o.name, a.pid
  loop
    if pg_terminate_backend(r.pid) then
      insert into pg_temp.changes (what) values (format('role %s: a session ended', r.name));
    end if;
  end loop;
end $$;
