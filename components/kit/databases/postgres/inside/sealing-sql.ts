import { quoted, type PostgresRoles } from "./roles.ts";

/**
 * Values that only who brings the key can read. The key is the service's: it comes as a parameter, is known for the rest of a
 * transaction, and is never kept; of each key there is a fingerprint, so that nothing is sealed with another by mistake. A key
 * that stands in a statement's text opens nothing: the text is what servers log. That is a warning and no error, since servers log
 * the texts of statements that fail. https://www.postgresql.org/docs/current/pgcrypto.html#PGCRYPTO-PGP-ENC-FUNCS
 */
export function sealingSql(roles: PostgresRoles): string {
  const { platform, readers, writers } = quoted(roles);
  return `
DO $check$ BEGIN
  IF to_regprocedure('public.pgp_sym_encrypt(text,text,text)') IS NULL THEN
    RAISE EXCEPTION 'pgcrypto is in another schema: ALTER EXTENSION pgcrypto SET SCHEMA public';
  END IF;
END $check$;
SET ROLE ${platform};
CREATE TABLE IF NOT EXISTS platform.column_key (
  name text PRIMARY KEY,
  fingerprint bytea NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);

${isKeySql}

${unlockSql}

${keyCalledSql}

${sealSql}

${unsealSql}

${blindSql}

REVOKE ALL ON FUNCTION platform.is_key(text, bytea), platform.unlock(text, text), platform.key_called(text),
  platform.seal(text, text), platform.unseal(bytea), platform.blind(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.is_key(text, bytea), platform.unlock(text, text), platform.key_called(text),
  platform.seal(text, text), platform.unseal(bytea), platform.blind(text, text) TO ${readers}, ${writers};
RESET ROLE;
`;
}

const isKeySql = `CREATE OR REPLACE FUNCTION platform.is_key(called text, seen bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $is$
BEGIN
  IF NOT EXISTS (SELECT FROM platform.column_key WHERE name = called) AND current_setting('transaction_read_only') = 'off' THEN
    INSERT INTO platform.column_key (name, fingerprint) VALUES (called, seen) ON CONFLICT DO NOTHING;
  END IF;
  RETURN EXISTS (SELECT FROM platform.column_key WHERE name = called AND fingerprint = seen);
END
$is$;`;

const unlockSql = `CREATE OR REPLACE FUNCTION platform.unlock(key text, called text DEFAULT 'v1') RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $unlock$
BEGIN
  IF coalesce(length(key), 0) < 32 OR called !~ '^[a-z][a-z0-9_]{0,20}$' THEN
    RAISE WARNING 'a key has 32 characters or more, and a name of a-z, 0-9 and _';
    RETURN false;
  END IF;
  IF position(key IN current_query()) > 0 THEN
    RAISE WARNING 'the key stands in the text of the statement, which servers log: give the service another one, and send it as a parameter';
    RETURN false;
  END IF;
  IF NOT platform.is_key(called, sha256(convert_to('landbridge ' || called || ' ' || key, 'UTF8'))) THEN
    RAISE WARNING 'this isn''t the key called % here', called;
    RETURN false;
  END IF;
  PERFORM set_config('platform.key_' || called, key, true);
  RETURN true;
END
$unlock$;`;

const keyCalledSql = `CREATE OR REPLACE FUNCTION platform.key_called(called text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $key$
DECLARE
  key text := nullif(current_setting('platform.key_' || called, true), '');
BEGIN
  IF key IS NULL THEN
    RAISE EXCEPTION 'no key called % in this transaction: first SELECT platform.unlock($1, ''%'')', called, called;
  END IF;
  RETURN key;
END
$key$;`;

const sealSql = `CREATE OR REPLACE FUNCTION platform.seal(value text, called text DEFAULT 'v1') RETURNS bytea
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $seal$
BEGIN
  -- The key is random, so that nothing is won by making its guesses slow.
  RETURN convert_to(called || ':', 'UTF8') || public.pgp_sym_encrypt(
    value, platform.key_called(called), 'cipher-algo=aes256, compress-algo=0, s2k-mode=1, s2k-digest-algo=sha256'::text);
END
$seal$;`;

const unsealSql = `CREATE OR REPLACE FUNCTION platform.unseal(sealed bytea) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $unseal$
DECLARE
  colon int := position('\\x3a'::bytea IN sealed);
BEGIN
  RETURN public.pgp_sym_decrypt(
    substring(sealed FROM colon + 1), platform.key_called(convert_from(substring(sealed FROM 1 FOR colon - 1), 'UTF8')));
END
$unseal$;`;

const blindSql = `CREATE OR REPLACE FUNCTION platform.blind(value text, called text DEFAULT 'v1') RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $blind$
BEGIN
  RETURN public.hmac(value, 'blind ' || platform.key_called(called), 'sha256'::text);
END
$blind$;`;
