import type { Environment } from "../../../environments/schema/environment.ts";
import { peerSecretNames } from "../network/peers.ts";

/** Names of the secrets that services refer to, sorted, each once. */
export function serviceSecretNames({ domains }: Pick<Environment, "domains">): string[] {
  const names = Object.values(domains).flatMap(({ services }) =>
    Object.values(services).flatMap(({ secrets }) => Object.values(secrets).map(({ secret }) => secret)),
  );
  return [...new Set(names)].sort();
}

/** Names of the secrets by which mirrors log in, sorted, each once. Only the cloud needs them. */
export function loginSecretNames({ registry }: Pick<Environment, "registry">): string[] {
  if (registry.placement === "external" || !registry.mirror) return [];
  const names = Object.values(registry.logins).flatMap((login) => (login === undefined ? [] : [login.password.secret]));
  return [...new Set(names)].sort();
}

/** Names of the secrets that the cloud layer needs, sorted, each once. */
export function cloudSecretNames(environment: Pick<Environment, "registry" | "network">): string[] {
  return [...new Set([...loginSecretNames(environment), ...peerSecretNames(environment)])].sort();
}

/** Names of the secrets by which stores of the cluster layer reach their twins, sorted, each once. */
function twinSecretNames({ stores }: Pick<Environment, "stores">): string[] {
  const names = Object.values(stores).flatMap((store) => {
    if (store.kind !== "postgres" || store.twin === undefined) return [];
    const { login, token } = store.twin;
    return [login?.password.secret, token?.secret].filter((name) => name !== undefined);
  });
  return [...new Set(names)].sort();
}

/** Names of the secrets by which Kafkas in the cluster log in where they copy from, and others at them, sorted, each once. */
function mirrorSecretNames({ stores }: Pick<Environment, "stores">): string[] {
  const names = Object.values(stores).flatMap((store) =>
    store.kind === "kafka"
      ? [...Object.values(store.mirrors ?? {}), ...Object.values(store.outside?.readers ?? {})].map(
          ({ password }) => password.secret,
        )
      : [],
  );
  return [...new Set(names)].sort();
}

/** Names of the secrets that connectors beside a Kafka are told, sorted, each once. */
function connectorSecretNames({ stores }: Pick<Environment, "stores">): string[] {
  const names = Object.values(stores).flatMap((store) =>
    store.kind === "kafka"
      ? Object.values(store.connectors ?? {}).flatMap(({ secrets }) =>
          Object.values(secrets).map(({ secret }) => secret),
        )
      : [],
  );
  return [...new Set(names)].sort();
}

/** Names of the secrets that stores of the cluster layer need, sorted, each once. */
export function storeSecretNames(environment: Pick<Environment, "stores">): string[] {
  return [
    ...new Set([
      ...twinSecretNames(environment),
      ...mirrorSecretNames(environment),
      ...connectorSecretNames(environment),
    ]),
  ].sort();
}

/** Names of all secrets that an environment refers to, sorted, each once. */
export function secretNames(environment: Pick<Environment, "domains" | "registry" | "network" | "stores">): string[] {
  const names = [
    ...serviceSecretNames(environment),
    ...storeSecretNames(environment),
    ...cloudSecretNames(environment),
  ];
  return [...new Set(names)].sort();
}
