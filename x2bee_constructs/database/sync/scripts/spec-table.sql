-- What is synced: filled anew on each run, by spec.sql. `kind` is empty, or `temp`.
create :kind table if not exists spec (
  position int primary key,
  source_schema text not null,
  target_schema text not null,
  name text not null unique,
  columns text[],            -- null: all that the source has
  key text[] not null,       -- batch: by what rows are told apart
  watermark text,            -- batch: what grows with every change
  overlap bigint not null,   -- batch: seconds, or numbers of a whole-number watermark
  deletes text not null,     -- batch: none, tombstone, compare
  tombstone text,
  chunk int not null,
  compare_seconds int not null
);
delete from spec;
