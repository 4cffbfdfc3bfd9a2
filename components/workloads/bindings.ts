import type { Input } from "@pulumi/pulumi";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import type { Login, StoreAccess } from "../cloud.ts";
import { brokersOf, variableName } from "../kit/bindings.ts";

/** What a service finds in its environment: values in the clear, and values from a Secret. */
export interface Variables {
  readonly clear: Readonly<Record<string, Input<string>>>;
  readonly secret: Readonly<Record<string, Input<string>>>;
}

/**
 * How a service reaches the stores that it uses, publishes to or consumes from: `ORDERS_HOST`, `ORDERS_PASSWORD` and so
 * on, by the name of the store. Throws for a store without access or login, which a valid environment has none of.
 */
export function bindStores(
  login: string,
  wish: Pick<ServiceWish, "uses" | "publishes" | "consumes">,
  stores: Readonly<Record<string, StoreAccess>>,
): Variables {
  const names = [...new Set([...Object.keys(wish.uses), ...brokersOf(wish)])].sort();
  const bound = names.map((store) => {
    const access = stores[store];
    if (access === undefined) throw new Error(`${login} uses store ${store}, which gives no access`);
    return bindStore(store, login, access);
  });
  return {
    clear: Object.fromEntries(bound.flatMap(({ clear }) => Object.entries(clear))),
    secret: Object.fromEntries(bound.flatMap(({ secret }) => Object.entries(secret))),
  };
}

function bindStore(store: string, login: string, access: StoreAccess): Variables {
  const named = (variables: Record<string, Input<string>>): Record<string, Input<string>> =>
    Object.fromEntries(Object.entries(variables).map(([part, value]) => [variableName(store, part), value]));
  switch (access.kind) {
    case "postgres": {
      const { user, password } = loginOf(store, login, access.logins);
      return {
        clear: named({
          HOST: access.readWrite.host,
          PORT: String(access.readWrite.port),
          READ_HOST: access.readOnly.host,
          READ_PORT: String(access.readOnly.port),
          DATABASE: access.database,
          SSLMODE: "require",
          USER: user,
        }),
        secret: named({ PASSWORD: password }),
      };
    }
    case "kafka": {
      const { user, password } = loginOf(store, login, access.logins);
      return {
        clear: named({
          BOOTSTRAP: access.bootstrap,
          PROTOCOL: access.protocol,
          MECHANISM: access.mechanism,
          USER: user,
        }),
        secret: named({ PASSWORD: password }),
      };
    }
    case "redis":
      return {
        clear: named({
          HOST: access.endpoint.host,
          PORT: String(access.endpoint.port),
          TLS: access.tls ? "true" : "false",
          USER: access.login.user,
        }),
        secret: named({ PASSWORD: access.login.password }),
      };
    default:
      return access satisfies never;
  }
}

function loginOf(store: string, login: string, logins: Readonly<Record<string, Login>>): Login {
  const found = logins[login];
  if (found === undefined) throw new Error(`store ${store} has no login ${login}`);
  return found;
}
