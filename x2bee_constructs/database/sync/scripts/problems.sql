-- What keeps the declared tables from being synced, one sentence each; empty when all is well.
create or replace function problems(mode text) returns setof text stable language sql as $$
  with wanted as (
    select s.*, a as attribute from spec s, unnest(s.columns) a
    union all
    select s.*, c.attribute from spec s join source_columns c using (name)
    where s.columns is null and not (c.generated and mode = 'logical') and (c.attribute = any (s.key || s.watermark)) is not true
    union all
    select s.*, a from spec s, unnest(case when s.columns is null then s.key || s.watermark else '{}' end) a
    where a is not null
  ),
  here as (
    select s.name, to_regclass(format('%I.%I', s.target_schema, s.name)) as id from spec s
  ),
  there as (
    select h.name, a.attname as attribute, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
      a.attgenerated <> '' as generated, a.atthasdef or a.attidentity <> '' as filled
    from here h join pg_catalog.pg_attribute a on a.attrelid = h.id and a.attnum > 0 and not a.attisdropped
  ),
  here_keys as (
    select h.name, array_agg(a.attname::text order by a.attname) as columns
    from here h join pg_catalog.pg_index i on i.indrelid = h.id
      join pg_catalog.pg_attribute a on a.attrelid = h.id and a.attnum = any (i.indkey[0:i.indnkeyatts - 1])
    where i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
    group by h.name, i.indexrelid having bool_and(a.attnotnull)
  ),
  found as (
    select s.position, 1 as rank, format('%s: the source has no table %I.%I that the sync may read', s.name,
      s.source_schema, s.name) as problem
    from spec s where not exists (select from source_columns c where c.name = s.name)
    union all
    select s.position, 2, format('%s: the target has no table %I.%I; make it there first', s.name, s.target_schema, s.name)
    from spec s join here h using (name) where h.id is null
    union all
    select w.position, 3, format('%s.%s: the source has no such column; take it out of the sync', w.name, w.attribute)
    from wanted w where exists (select from source_columns c where c.name = w.name)
      and not exists (select from source_columns c where c.name = w.name and c.attribute = w.attribute)
    union all
    select w.position, 4, format('%s.%s: the target has no such column; add it there (%s)', w.name, w.attribute, c.type)
    from wanted w join source_columns c using (name, attribute) join here h using (name)
    where h.id is not null and not exists (select from there t where t.name = w.name and t.attribute = w.attribute)
    union all
    select w.position, 5, format('%s.%s: the source''s %s does not fit the target''s %s; change the target''s', w.name,
      w.attribute, c.type, t.type)
    from wanted w join source_columns c using (name, attribute) join there t using (name, attribute)
    where fits(c.type, t.type) is not true
    union all
    select w.position, 6, format('%s.%s: may be empty at the source and not at the target', w.name, w.attribute)
    from wanted w join source_columns c using (name, attribute) join there t using (name, attribute)
    where t.required and not c.required
    union all
    select w.position, 7, format('%s.%s: is generated %s', w.name, w.attribute,
      case when t.generated then 'at the target, which takes no values for it' else 'at the source, and not published' end)
    from wanted w join source_columns c using (name, attribute) join there t using (name, attribute)
    where t.generated or c.generated and mode = 'logical'
    union all
    select s.position, 8, format('%s.%s: the target needs a value and the sync brings none; give it a default there',
      t.name, t.attribute)
    from spec s join there t using (name)
    where t.required and not t.filled and not t.generated
      and not exists (select from wanted w where w.name = t.name and w.attribute = t.attribute)
    union all
    select s.position, 9, format('%s: the source has no primary key or replica identity among the columns of the sync',
      s.name)
    from spec s
    where mode = 'logical' and exists (select from source_columns c where c.name = s.name)
      and not exists (
        select from source_keys k where k.name = s.name and k.identity
          and k.columns <@ array(select w.attribute from wanted w where w.name = s.name)
      )
    union all
    select s.position, 10, format('%s: the target has no primary key or unique index on exactly %s', s.name,
      array_to_string(k.columns, ', '))
    from spec s join source_keys k on k.name = s.name and k.identity join here h on h.name = s.name
    where mode = 'logical' and h.id is not null
      and not exists (select from here_keys t where t.name = s.name and t.columns = k.columns)
    union all
    select s.position, 11, format('%s: the %s has no primary key or unique index without nulls on exactly %s', s.name, side,
      array_to_string(s.key, ', '))
    from spec s join here h using (name), unnest(array['source', 'target']) as side
    where mode = 'batch' and h.id is not null and exists (select from source_columns c where c.name = s.name)
      and not exists (
        select from (
          select k.name, k.columns, 'source' as at from source_keys k
          union all select t.name, t.columns, 'target' from here_keys t
        ) k where k.at = side and k.name = s.name and k.columns = array(select a from unnest(s.key) a order by a collate "C")
      )
    union all
    select s.position, 12, format('%s.%s: a watermark is a timestamp or a whole number and never empty, this is %s%s',
      s.name, s.watermark, c.type, case when c.required then '' else ' and may be' end)
    from spec s join source_columns c on c.name = s.name and c.attribute = s.watermark
    where mode = 'batch' and not (c.required and (c.type ~ '^timestamp' or c.type in ('smallint', 'integer', 'bigint')))
    union all
    select s.position, 13, format('%s.%s: the source has no such column to say what is deleted', s.name, s.tombstone)
    from spec s where s.tombstone is not null and exists (select from source_columns c where c.name = s.name)
      and not exists (select from source_columns c where c.name = s.name and c.attribute = s.tombstone)
    union all
    select 0, 0, 'the slot is not on the source: run the resync' from slot where mode = 'logical' and not held
    union all
    select 0, 0, 'the source has thrown away what the slot needs (max_slot_wal_keep_size): run the resync'
    from slot where mode = 'logical' and state = 'lost'
  )
  select distinct_problem.problem from (select distinct position, rank, problem from found) distinct_problem
  order by position, rank, problem
$$;
