-- Who may do what, as sets, of PUBLIC and of our roles: what is missing is granted, what is more is taken away.
create temp view actual_privilege as
with objects as (
  select 'database' as kind, format('%I', d.datname) as object, d.datdba as owner,
         coalesce(d.datacl, acldefault('d', d.datdba)) as acl
  from pg_database d where d.datname = current_database()
  union all
  select 'schema', format('%I', n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace n
  where n.nspname in ('extensions', 'public') or n.oid in (select s.oid from pg_temp.our_schemas s)
  union all
  select case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass::text, c.relowner,
         coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r' end, c.relowner))
  from pg_class c join pg_temp.our_schemas s on s.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'routine', p.oid::regprocedure::text, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join pg_temp.our_schemas s on s.oid = p.pronamespace
), given as (
  select o.kind, o.object, o.owner, a.grantee, a.privilege_type as privilege, a.is_grantable
  from objects o, aclexplode(o.acl) a
  union all
  select 'table', c.oid::regclass::text, c.relowner, a.grantee, format('%s (%I)', a.privilege_type, t.attname),
         a.is_grantable
  from pg_class c join pg_temp.our_schemas s on s.oid = c.relnamespace join pg_attribute t on t.attrelid = c.oid,
       aclexplode(t.attacl) a
)
select * from given g where g.grantee <> g.owner and (g.grantee = 0 or g.grantee in (select o.oid from pg_temp.ours o));

create temp view wanted_privilege as
select 'database' as kind, format('%I', current_database()) as object, o.oid as grantee, 'CONNECT' as privilege
from pg_temp.wanted_role w join pg_temp.ours o on o.name = w.name where w.logs_in
union all
select 'database', format('%I', current_database()), g, 'TEMPORARY'
from pg_temp.our_schemas s, unnest(array[s.owner, s.writer]) g
union all
select 'schema', 'extensions', g, 'USAGE' from pg_temp.our_schemas s, unnest(array[s.owner, s.writer, s.reader]) g
union all
select 'schema', format('%I', s.name), g, 'USAGE' from pg_temp.our_schemas s, unnest(array[s.writer, s.reader]) g
union all
select case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass::text, g.grantee, p
from pg_temp.our_schemas s
join pg_class c on c.relnamespace = s.oid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S'),
lateral (values
  (s.reader, array['SELECT']),
  (s.writer, case c.relkind when 'S' then array['SELECT', 'UPDATE', 'USAGE']
             else array['DELETE', 'INSERT', 'SELECT', 'UPDATE'] end)) g(grantee, privileges),
unnest(g.privileges) p
union all
select 'routine', p.oid::regprocedure::text, s.writer, 'EXECUTE'
from pg_temp.our_schemas s join pg_proc p on p.pronamespace = s.oid;

create temp view wrong_privileges as
select 'revoke' as verb, a.kind, a.object, a.grantee, string_agg(distinct a.privilege, ', ') as privileges
from pg_temp.actual_privilege a
where a.is_grantable or not exists (
  select from pg_temp.wanted_privilege w
  where (w.kind, w.object, w.grantee, w.privilege) = (a.kind, a.object, a.grantee, a.privilege))
group by a.kind, a.object, a.grantee
union all
select 'grant', w.kind, w.object, w.grantee, string_agg(distinct w.privilege, ', ')
from pg_temp.wanted_privilege w
where not exists (
  select from pg_temp.actual_privilege a
  where (w.kind, w.object, w.grantee, w.privilege) = (a.kind, a.object, a.grantee, a.privilege))
group by w.kind, w.object, w.grantee;

-- The same for tables, sequences and routines that the owners have yet to make.
create temp view actual_default as
with rows as (
  select o.oid as role, d.defaclnamespace as namespace, d.defaclobjtype as kind, d.defaclacl as acl
  from pg_default_acl d join pg_temp.ours o on o.oid = d.defaclrole
  where d.defaclobjtype in ('r', 'S', 'f')
  union all -- what holds for routines where nobody has said otherwise
  select s.owner, 0, 'f', acldefault('f', s.owner) from pg_temp.our_schemas s
  where not exists (select from pg_default_acl d
                    where d.defaclrole = s.owner and d.defaclnamespace = 0 and d.defaclobjtype = 'f')
)
select r.role, r.namespace, r.kind, a.grantee, a.privilege_type as privilege, a.is_grantable
from rows r, aclexplode(r.acl) a
where a.grantee <> r.role and (a.grantee = 0 or a.grantee in (select o.oid from pg_temp.ours o));

create temp view wanted_default as
select s.owner as role, s.oid as namespace, g.kind::"char" as kind, g.grantee, p as privilege
from pg_temp.our_schemas s,
lateral (values
  ('r', s.reader, array['SELECT']), ('r', s.writer, array['DELETE', 'INSERT', 'SELECT', 'UPDATE']),
  ('S', s.reader, array['SELECT']), ('S', s.writer, array['SELECT', 'UPDATE', 'USAGE']),
  ('f', s.writer, array['EXECUTE'])) g(kind, grantee, privileges),
unnest(g.privileges) p;

create temp view wrong_defaults as
select 'revoke' as verb, a.role, a.namespace, a.kind, a.grantee, string_agg(distinct a.privilege, ', ') as privileges
from pg_temp.actual_default a
where a.is_grantable or not exists (
  select from pg_temp.wanted_default w
  where (w.role, w.namespace, w.kind, w.grantee, w.privilege) = (a.role, a.namespace, a.kind, a.grantee, a.privilege))
group by a.role, a.namespace, a.kind, a.grantee
union all
select 'grant', w.role, w.namespace, w.kind, w.grantee, string_agg(distinct w.privilege, ', ')
from pg_temp.wanted_default w
where not exists (
  select from pg_temp.actual_default a
  where (w.role, w.namespace, w.kind, w.grantee, w.privilege) = (a.role, a.namespace, a.kind, a.grantee, a.privilege))
group by w.role, w.namespace, w.kind, w.grantee;

create procedure pg_temp.repair_privileges(which text) language plpgsql as $$
declare
  r record;
  whom text;
begin
  for r in select * from pg_temp.wrong_privileges where verb = which order by kind, object, grantee, privileges loop
    whom := case r.grantee when 0 then 'public' else r.grantee::regrole::text end;
    call pg_temp.change(
      format('%s %s: %s %s %s %s', r.kind, r.object, which, lower(r.privileges),
             case which when 'grant' then 'to' else 'from' end, whom),
      case which when 'grant' then format('grant %s on %s %s to %s', r.privileges, r.kind, r.object, whom)
      else format('revoke %s on %s %s from %s cascade', r.privileges, r.kind, r.object, whom) end);
  end loop;
  for r in select * from pg_temp.wrong_defaults where verb = which order by role, namespace, kind, grantee loop
    whom := case r.grantee when 0 then 'public' else r.grantee::regrole::text end;
    call pg_temp.change(
      format('%s made later by %s: %s %s %s %s',
        case r.kind when 'r' then 'tables' when 'S' then 'sequences' else 'routines' end, r.role::regrole, which,
        lower(r.privileges), case which when 'grant' then 'to' else 'from' end, whom),
      format('alter default privileges for role %s %s %s %s on %s %s %s', r.role::regrole,
        case when r.namespace = 0 then '' else format('in schema %s', r.namespace::regnamespace) end,
        which, r.privileges,
        case r.kind when 'r' then 'tables' when 'S' then 'sequences' else 'routines' end,
        case which when 'grant' then 'to' else 'from' end, whom));
  end loop;
end $$;

call pg_temp.repair_privileges('revoke');
call pg_temp.repair_privileges('grant');

-- PostgreSQL only warns when a privilege is somebody else's to take away.
do $$
declare
  left_over text;
begin
  select string_agg(what, '; ' order by what) into left_over from (
    select format('%s %s on %s %s', verb, privileges, kind, object) as what from pg_temp.wrong_privileges
    union all
    select format('%s is in %s', member, role) from pg_temp.wrong_members
    union all
    select format('%s %s belongs to %s', kind, object, has::regrole) from pg_temp.wrong_owners) found;
  if left_over is not null then
    raise exception '% may not repair: %', current_user, left_over;
  end if;
end $$;
