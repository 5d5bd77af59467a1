-- At the target, as the admin: the subscription goes without asking the source, whose slot may be lost.
select format('alter subscription %I disable', subname), format('alter subscription %I set (slot_name = none)', subname),
  format('drop subscription %I', subname)
from pg_subscription where subname = :'schema' and subdbid = (select oid from pg_database where datname = current_database())
\gexec
select format('drop schema if exists %I cascade', :'schema' || '_control') \gexec
