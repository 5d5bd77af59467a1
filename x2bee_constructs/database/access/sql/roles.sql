-- Roles, what they are members of, and how their sessions begin.
do $$
declare
  r record;
begin
  if exists (select from pg_temp.wanted_role where name = current_user) then
    raise exception 'the admin ''%'' has the name of a service''s role; give the admin another', current_user;
  end if;
  if to_regrole('rds_replication') is not null then -- RDS gives nobody the attribute
    insert into pg_temp.wanted_member select 'rds_replication', name from pg_temp.wanted_role where replicates;
    update pg_temp.wanted_role set replicates = false;
  end if;

  for r in
    select w.name from pg_temp.wanted_role w
    where not exists (select from pg_roles p where p.rolname = w.name) order by w.name
  loop
    call pg_temp.change(format('role %s: made', r.name), format('create role %I', r.name));
  end loop;

  for r in
    select w.name, w.comment from pg_temp.wanted_role w join pg_roles p on p.rolname = w.name
    where shobj_description(p.oid, 'pg_authid') is distinct from w.comment order by w.name
  loop
    call pg_temp.change(format('role %s: comment', r.name), format('comment on role %I is %L', r.name, r.comment));
  end loop;

  -- Whose service is gone. Without a password, so that the old one is worth nothing when it comes back.
  for r in
    select o.oid, o.name, replace(o.comment, ': login of', ': former login of') as comment
    from pg_temp.ours o join pg_roles p on p.oid = o.oid
    where (o.comment like 'x2bee: login of %' or o.comment like 'x2bee: former login of %' and p.rolcanlogin)
      and not exists (select from pg_temp.wanted_role w where w.name = o.name)
    order by o.name
  loop
    call pg_temp.change(format('role %s: disabled', r.name), format('alter role %I nologin password null', r.name));
    execute format('comment on role %I is %L', r.name, r.comment);
  end loop;

  for r in
    select w.name, concat_ws(' ',
      case when w.logs_in and not p.rolcanlogin then 'login' end,
      case when p.rolcanlogin and not w.logs_in then 'nologin password null' end,
      case when p.rolsuper then 'nosuperuser' end,
      case when p.rolcreatedb then 'nocreatedb' end,
      case when p.rolcreaterole then 'nocreaterole' end,
      case when p.rolbypassrls then 'nobypassrls' end,
      case when p.rolreplication and not w.replicates then 'noreplication' end,
      case when w.replicates and not p.rolreplication then 'replication' end,
      case when not p.rolinherit then 'inherit' end,
      case when p.rolconnlimit <> w.connections then format('connection limit %s', w.connections) end,
      case when p.rolvaliduntil <> 'infinity' then 'valid until ''infinity''' end) as wrong
    from pg_temp.wanted_role w join pg_roles p on p.rolname = w.name
    order by w.name
  loop
    if r.wrong <> '' then
      call pg_temp.change(format('role %s: %s', r.name, r.wrong), format('alter role %I %s', r.name, r.wrong));
    end if;
  end loop;
end $$;

-- Memberships of ours that are not declared. People and tools that somebody let into a group stay.
create temp view wrong_members as
select m.roleid::regrole::text as role, m.member::regrole::text as member,
       w.role is null as unknown, to_jsonb(m) ->> 'grantor' as grantor
from pg_auth_members m
join pg_temp.ours o on o.oid = m.member
join pg_roles p on p.oid = m.roleid
left join pg_temp.wanted_member w on w.role = p.rolname and w.member = o.name
where w.role is null or m.admin_option;

do $$
declare
  r record;
  -- Since 16 a membership is its grantor's, and says what it gives.
  since_16 constant boolean := current_setting('server_version_num')::int >= 160000;
begin
  for r in select * from pg_temp.wrong_members order by role, member loop
    call pg_temp.change(
      format('role %s: %s of %s', r.member, case when r.unknown then 'no member' else 'no admin' end, r.role),
      format('revoke %s%s from %s%s cascade', case when r.unknown then '' else 'admin option for ' end, r.role, r.member,
             case when since_16 then format(' granted by %s', r.grantor::oid::regrole) else '' end));
  end loop;
  for r in
    select w.role, w.member from pg_temp.wanted_member w
    where not exists (
      select from pg_auth_members m
      join pg_roles g on g.oid = m.roleid and g.rolname = w.role
      join pg_roles p on p.oid = m.member and p.rolname = w.member
      where coalesce(to_jsonb(m) ->> 'inherit_option', 'true') = 'true'
        and coalesce(to_jsonb(m) ->> 'set_option', 'true') = 'true')
    order by w.role, w.member
  loop
    call pg_temp.change(
      format('role %s: member of %s', r.member, r.role),
      format('grant %I to %I%s', r.role, r.member, case when since_16 then ' with inherit true, set true' else '' end));
  end loop;
  -- The admin makes and repairs what belongs to the owners.
  for r in select o.oid, o.name from pg_temp.ours o where o.comment like 'x2bee: owner of %' order by o.name loop
    if not pg_temp.acts_for(r.oid) then
      call pg_temp.join_role(r.oid);
      insert into pg_temp.changes (what) values (format('role %s: the admin may act for it', r.name));
    end if;
  end loop;
  -- Ending sessions takes a right over them. Not while it is a login: on RDS it may be in rds_iam, which would take
  -- the admin's password away too.
  for r in
    select o.oid from pg_temp.ours o
    where o.comment like 'x2bee: former login of %' and exists (select from pg_stat_activity a where a.usesysid = o.oid)
  loop
    if not pg_has_role(current_user, 'pg_signal_backend', 'USAGE') and not pg_temp.acts_for(r.oid) then
      call pg_temp.join_role(r.oid);
    end if;
  end loop;
end $$;

-- Settings of ours that differ. Those that we do not set are left to people (`pgaudit.log` of one role).
do $$
declare
  r record;
  place text;
begin
  for r in
    with wanted as (
      select w.role, w.name, case w.name
        when 'search_path' then (select string_agg(quote_ident(s), ', ' order by i)
                                 from unnest(string_to_array(w.value, ', ')) with ordinality as u(s, i))
        else w.value end as value
      from pg_temp.wanted_setting w
    ), actual as (
      select o.name as role, s.setdatabase, split_part(c, '=', 1) as name, substr(c, strpos(c, '=') + 1) as value
      from pg_db_role_setting s join pg_temp.ours o on o.oid = s.setrole, unnest(s.setconfig) c
      where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
        and split_part(c, '=', 1) in ('default_transaction_read_only', 'idle_in_transaction_session_timeout', 'role',
                                      'search_path', 'statement_timeout')
    )
    select coalesce(w.role, a.role) as role, coalesce(w.name, a.name) as name, w.value, w.name as wanted,
           coalesce(a.setdatabase, 1) = 0 as everywhere
    from wanted w full join actual a on a.role = w.role and a.name = w.name and a.setdatabase <> 0
    where a.value is distinct from w.value
    order by 1, 2
  loop
    place := case when r.everywhere then '' else format(' in database %I', current_database()) end;
    if r.wanted is null then
      call pg_temp.change(
        format('role %s: no %s', r.role, r.name), format('alter role %I%s reset %I', r.role, place, r.name));
    else
      call pg_temp.change(
        format('role %s: %s', r.role, r.name),
        format('alter role %I%s set %I = %s', r.role, place, r.name,
               case when r.name = 'search_path' then r.value else quote_literal(r.value) end));
    end if;
  end loop;
end $$;
