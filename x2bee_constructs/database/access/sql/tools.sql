-- What the other files share. All of it is temporary and ends with the session.
create temp table changes (id int generated always as identity, what text not null);

create procedure pg_temp.change(what text, statement text) language plpgsql as $$
begin
  execute statement;
  insert into pg_temp.changes (what) values (change.what);
end $$;

-- The roles that this job has made, known by their comments. It touches the privileges of no other.
create temp view ours as
select r.oid, r.rolname as name, d.description as comment
from pg_roles r
join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
where d.description like 'x2bee: %';

-- The schemas of services, those of services that are gone included.
create temp view our_schemas as
select n.oid, n.nspname as name, n.nspowner, o.oid as owner, w.oid as writer, r.oid as reader
from pg_namespace n
join pg_temp.ours o on o.name = n.nspname || '_owner'
join pg_temp.ours w on w.name = n.nspname || '_writer'
join pg_temp.ours r on r.name = n.nspname || '_reader';

-- Whether the admin may do what the role may, and give objects to it. PostgreSQL 16 tells the two apart.
create function pg_temp.acts_for(role oid) returns boolean language plpgsql as $$
begin
  if current_setting('server_version_num')::int < 160000 then
    return pg_has_role(current_user, role, 'USAGE');
  end if;
  return pg_has_role(current_user, role, 'USAGE') and pg_has_role(current_user, role, 'SET');
end $$;

create procedure pg_temp.join_role(role oid) language plpgsql as $$
begin
  execute format('grant %s to %I', role::regrole, current_user)
    || case when current_setting('server_version_num')::int < 160000 then '' else ' with inherit true, set true' end;
end $$;
