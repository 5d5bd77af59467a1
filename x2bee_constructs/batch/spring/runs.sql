-- What a batch service remembers of runs: one row for each idempotency key. For the service's own migrations (Flyway,
-- Liquibase), beside Spring Batch's tables.
create table if not exists batch_run (
  run_key      varchar(200) primary key,   -- a second insert of the same key does nothing: one run, however often asked
  job          varchar(80)  not null,
  execution_id bigint,                     -- the newest execution; null for the moment between insert and start
  created_at   timestamptz  not null default now()
);
create index if not exists batch_run_created_at on batch_run (created_at);
