-- Extensions, schemas, and whose they are.
do $$
declare
  r record;
begin
  if to_regnamespace('extensions') is null then
    call pg_temp.change('schema extensions: made', 'create schema extensions');
  end if;
  for r in
    select w.name, w.needed from pg_temp.wanted_extension w
    where not exists (select from pg_extension e where e.extname = w.name)
      and (w.needed or exists (select from pg_available_extensions a where a.name = w.name))
    order by w.name
  loop
    begin
      call pg_temp.change(
        format('extension %s: made', r.name), format('create extension %I schema extensions cascade', r.name));
    exception when insufficient_privilege or object_not_in_prerequisite_state or feature_not_supported then
      if r.needed then
        raise;
      end if; -- not for this admin, or not loaded by this server
    end;
  end loop;

  for r in
    select w.name from pg_temp.wanted_schema w
    where not exists (select from pg_namespace n where n.nspname = w.name) order by w.name
  loop
    call pg_temp.change(
      format('schema %s: made', r.name), format('create schema %I authorization %I', r.name, r.name || '_owner'));
  end loop;
end $$;

-- Whatever lies in a schema of ours, no extension has brought, and is not its owner's.
create temp view wrong_owners as
with dependent as (
  select d.classid, d.objid from pg_depend d
  where d.deptype = 'e' or d.deptype in ('a', 'i') and d.classid = 'pg_class'::regclass
    and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 -- a column's sequence goes with its table
), found as (
  select 'schema' as kind, format('%I', s.name) as object, s.nspowner as has, s.owner, 0::oid as class, s.oid
  from pg_temp.our_schemas s
  union all
  select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
         when 'S' then 'sequence' else 'table' end,
         c.oid::regclass::text, c.relowner, s.owner, 'pg_class'::regclass, c.oid
  from pg_class c join pg_temp.our_schemas s on s.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'routine', p.oid::regprocedure::text, p.proowner, s.owner, 'pg_proc'::regclass, p.oid
  from pg_proc p join pg_temp.our_schemas s on s.oid = p.pronamespace
  union all
  select 'type', t.oid::regtype::text, t.typowner, s.owner, 'pg_type'::regclass, t.oid
  from pg_type t join pg_temp.our_schemas s on s.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where t.typtype in ('d', 'e', 'r') or t.typtype = 'c' and c.relkind = 'c'
)
select f.kind, f.object, f.has, f.owner from found f
where f.has <> f.owner and not exists (select from dependent d where d.classid = f.class and d.objid = f.oid);

do $$
declare
  r record;
  joined boolean;
begin
  for r in select * from pg_temp.wrong_owners order by kind, object loop
    joined := not pg_temp.acts_for(r.has);
    if joined then -- for this one statement, as above
      call pg_temp.join_role(r.has);
    end if;
    call pg_temp.change(
      format('%s %s: belongs to %s again', r.kind, r.object, r.owner::regrole),
      format('alter %s %s owner to %s', r.kind, r.object, r.owner::regrole));
    if joined then
      execute format('revoke %s from %I', r.has::regrole, current_user);
    end if;
  end loop;
end $$;
