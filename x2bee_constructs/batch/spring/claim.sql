-- Who may run this key? One row comes back for exactly one asker; for the others the key is known already.
insert into batch_run (run_key, job) values (:key, :job) on conflict (run_key) do nothing returning run_key;
