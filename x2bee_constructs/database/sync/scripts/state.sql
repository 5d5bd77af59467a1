-- The sync's own schema at the target: what it knows, and how it judges. Repeatable.
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null
begin;
-- Two runs that begin together must not both make the tables.
select pg_advisory_xact_lock(hashtextextended('x2bee-sync-' || :'sync', 0)) \g /dev/null
\set kind ''
\ir spec-table.sql
\ir spec.sql

create table if not exists source_columns (
  name text not null, position int not null, attribute text not null, type text not null,
  required boolean not null, generated boolean not null, primary key (name, attribute)
);
create table if not exists source_keys (
  name text not null, columns text[] not null, identity boolean not null
);
create table if not exists slot (
  held boolean not null, active boolean not null, lag_bytes bigint, state text
);

-- One reading of a table, from `low` to `high` of its watermark. `mark` is a transaction id that the source gave after
-- the snapshot whose oldest running transaction was `horizon`.
create table if not exists pass (
  id bigint generated always as identity primary key,
  name text not null, began timestamptz not null, horizon xid8 not null, mark xid8 not null,
  low text, high text, at text[], rows bigint not null default 0, finished timestamptz
);
create index if not exists pass_name on pass (name, id);
create table if not exists comparison (
  name text primary key, began timestamptz not null, at text[], deleted bigint not null default 0, finished timestamptz
);

-- What people and Prometheus read.
create table if not exists status (
  one boolean primary key default true check (one),
  since timestamptz not null default clock_timestamp(), checked timestamptz, ok boolean, problems text[],
  stops int not null default 0  -- logical: looks in a row that found the subscription stopped
);
insert into status default values on conflict do nothing;
create table if not exists synced (
  name text primary key, since timestamptz not null default clock_timestamp(), until timestamptz
);
insert into synced (name) select name from spec on conflict do nothing;
delete from synced where name not in (select name from spec);

\ir fits.sql
\ir problems.sql
commit;
