import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { TwinWish } from "../../../environments/schema/stores/postgres-availability.ts";
import { decideOrigin, type BarmanCredentials } from "../../kit/databases/postgres/postgres-backups.ts";
import { decideTwinCredentials, twinKeys, twinName } from "../../kit/databases/postgres/twin.ts";
import { createPlace, type PostgresBackupsArgs } from "./postgres-backups.ts";

/** The store that is in another environment too, and the secrets of the stack. */
export interface PostgresTwinArgs extends Omit<PostgresBackupsArgs, "surroundings"> {
  readonly secretValue: ((secret: string) => Input<string>) | undefined;
}

/** What a cluster takes from its twin. */
export interface PostgresTwin {
  /** To depend on: where the twin's backups are. */
  readonly ready: readonly Resource[];
  /** What the former primary wrote when it stepped down. - behaviour: nobody did. */
  readonly token?: Input<string>;
}

/** Where the backups of a store's twin are; undefined for a store that has none. */
export function createTwin(
  name: string,
  args: PostgresTwinArgs,
  opts: CustomResourceOptions,
): PostgresTwin | undefined {
  const { store, wish, places } = args;
  const { twin } = wish;
  if (twin === undefined) return undefined;
  const { login, token } = twin;
  const opened = login === undefined ? undefined : [createKeys(`${name}-twin-keys`, twin, login, args, opts)];
  const own: BarmanCredentials | undefined = places?.podIdentity?.barman;
  const credentials = opened === undefined ? own : decideTwinCredentials(store, twin);
  if (credentials === undefined || places?.ready === undefined)
    throw new Error(`store ${store} has a twin, to whose bucket nothing here leads`);
  const place = createPlace(
    `${name}-twin`,
    { object: twinName(store), bucket: twin.bucket, spec: decideOrigin(wish, credentials) },
    // Its address stands in the file: it is no bucket of this environment.
    { ...args, places: { ...places, objects: undefined, bucketUrls: { [twin.bucket]: twin.bucket } } },
    { ...opts, dependsOn: [places.ready, ...(opened ?? [])] },
  );
  return { ready: [place], ...(token === undefined ? {} : { token: valueOf(token.secret, args) }) };
}

function createKeys(
  name: string,
  { region }: TwinWish,
  { user, password }: NonNullable<TwinWish["login"]>,
  args: PostgresTwinArgs,
  opts: CustomResourceOptions,
): Resource {
  const { store, namespace, labels } = args;
  const stringData = {
    [twinKeys.user]: user,
    [twinKeys.password]: valueOf(password.secret, args),
    ...(region === undefined ? {} : { [twinKeys.region]: region }),
  };
  return new Secret(name, { metadata: { name: twinName(store), namespace, labels }, stringData }, opts);
}

function valueOf(secret: string, { store, secretValue }: PostgresTwinArgs): Input<string> {
  if (secretValue === undefined) throw new Error(`store ${store} needs the secret ${secret}, which nobody knows here`);
  return secretValue(secret);
}
