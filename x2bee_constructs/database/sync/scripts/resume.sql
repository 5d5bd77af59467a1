-- A subscription stops at any error (disable_on_error), also at a source that was killed. Three looks in a row let it go
-- on; what stands in its way then is no accident, and it stays stopped until setup runs. Says `stopped`, or nothing.
select set_config('search_path', quote_ident(:'schema'), false) \g /dev/null
select :'schema' || '_control' as control \gset
begin;
update status set stops = case when exists (
  select from pg_subscription s join pg_database d on d.oid = s.subdbid
  where s.subname = :'schema' and s.subenabled and d.datname = current_database()
) then 0 else stops + 1 end;
select stops between 1 and 3 as resumed, stops > 3 as stopped from status \gset
\if :resumed
  select :"control".resume() \g /dev/null
\endif
\if :stopped
  update status set ok = false, problems = array['the subscription stops at an error again and again; the log of the '
    'target tells which'];
  select 'stopped';
\endif
commit;
