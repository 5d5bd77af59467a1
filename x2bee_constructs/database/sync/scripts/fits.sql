-- Whether every value of a type of the source is the same value in a type of the target: nothing cut, nothing rounded.
create or replace function fits(source text, target text) returns boolean immutable language sql as $$
  with read as (
    select regexp_replace(source, '\(.*\)', '') as s, regexp_replace(target, '\(.*\)', '') as t,
      case when source ~ '\([0-9, ]+\)' then string_to_array(substring(source from '\(([0-9, ]+)\)'), ',')::int[] end as n,
      case when target ~ '\([0-9, ]+\)' then string_to_array(substring(target from '\(([0-9, ]+)\)'), ',')::int[] end as m
  )
  select source = target
    or s = t and s in ('bit varying', 'character varying') and (m is null or n[1] <= m[1])
    or s = t and s = 'numeric' and (m is null
      or coalesce(n[2], 0) <= coalesce(m[2], 0) and n[1] - coalesce(n[2], 0) <= m[1] - coalesce(m[2], 0))
    or s = t and s ~ '^time' and coalesce(n[1], 6) <= coalesce(m[1], 6)
    or array_position(array['smallint', 'integer', 'bigint'], s) <= array_position(array['smallint', 'integer', 'bigint'], t)
    or s in ('smallint', 'integer', 'bigint') and t = 'numeric' and m is null
    or s in ('smallint', 'real') and t in ('real', 'double precision')
    or s = 'integer' and t = 'double precision'
    or s in ('character', 'character varying') and t in ('text', 'character varying') and m is null
    or s = 'text' and t = 'character varying' and m is null
    or s = 'json' and t = 'text'
  from read
$$;
