-- Passwords come as data, and reach no statement: what is set is the verifier of RFC 5802 (SCRAM), made here.
create temp table given_password (login text primary key, password text not null) on commit drop;
\copy pg_temp.given_password from pstdin

-- A key as HMAC-SHA-256 (RFC 2104) wants it: in one block, every byte xor the pad.
create function pg_temp.padded(key bytea, pad int) returns bytea language plpgsql as $$
declare
  short constant bytea := case when length(key) > 64 then sha256(key) else key end;
  block bytea := decode(repeat(lpad(to_hex(pad), 2, '0'), 64), 'hex');
begin
  for i in 0 .. length(short) - 1 loop
    block := set_byte(block, i, get_byte(short, i) # pad);
  end loop;
  return block;
end $$;

create function pg_temp.hmac(key bytea, message bytea) returns bytea language sql as $$
  select sha256(pg_temp.padded(key, 92) || sha256(pg_temp.padded(key, 54) || message))
$$;

-- SASLprep (RFC 4013) as far as it changes what can be in a password. Clients leave text with control characters alone.
create function pg_temp.prepared(password text) returns text language plpgsql as $$
begin
  if password ~ '^[\x20-\x7e]*$' or password ~ '[\x01-\x1f\x7f-\x9f]' then
    return password;
  end if;
  return normalize(
    regexp_replace(translate(password, U&'\1680\200B', '  '),
                   '[\u00AD\u034F\u1806\u180B-\u180D\u200C\u200D\u2060\uFE00-\uFE0F\uFEFF]', '', 'g'), nfkc);
end $$;

create function pg_temp.verifier(password text) returns text language plpgsql as $$
declare
  key constant bytea := convert_to(pg_temp.prepared(password), 'UTF8');
  salt constant bytea := uuid_send(gen_random_uuid());
  rounds constant int := coalesce(current_setting('scram_iterations', true), '4096');
  inner_key constant bytea := pg_temp.padded(key, 54);
  outer_key constant bytea := pg_temp.padded(key, 92);
  block bytea := salt || '\x00000001';
  bits bit(256) := repeat('0', 256)::bit(256);
  salted bytea := '';
begin
  -- PBKDF2 of one block: the same key each round.
  for i in 1 .. rounds loop
    block := sha256(outer_key || sha256(inner_key || block));
    bits := bits # ('x' || encode(block, 'hex'))::bit(256);
  end loop;
  for i in 0 .. 3 loop
    salted := salted || int8send(substring(bits from 1 + 64 * i for 64)::bit(64)::bigint);
  end loop;
  return format('SCRAM-SHA-256$%s:%s$%s:%s', rounds, encode(salt, 'base64'),
                encode(sha256(pg_temp.hmac(salted, 'Client Key')), 'base64'),
                encode(pg_temp.hmac(salted, 'Server Key'), 'base64'));
end $$;

do $$
declare
  r record;
begin
  for r in select * from pg_temp.given_password order by login loop
    call pg_temp.change(
      format('role %s: password', r.login), format('alter role %I password %L', r.login, pg_temp.verifier(r.password)));
  end loop;
end $$;
