import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import { everyService, named } from "./every-service.ts";

/** Services use buckets that exist. */
export const bucketsAreThere: Check = (environment, at) => {
  const choose = chooser("buckets");
  return everyService(environment).flatMap(({ service, path }) =>
    Object.keys(service.buckets)
      .filter((name) => named(environment.buckets, name) === undefined)
      .map((name) => ({
        ...at([...path, "buckets", name], "key"),
        rule: "names no bucket of buckets",
        wayOut: choose(name, () => Object.keys(environment.buckets)),
      })),
  );
};

/** Names that begin with landbridge- are the platform's own in the cloud's store. */
export const secretNamesAreFree: Check = (environment, at) =>
  everyService(environment).flatMap(({ service, path }) =>
    Object.entries(service.secrets)
      .filter(([, { secret }]) => secret.startsWith("landbridge-"))
      .map(([variable]) => ({
        ...at([...path, "secrets", variable, "secret"]),
        rule: "begins with landbridge-, as the platform's own secrets do",
        wayOut: "choose another name for the secret",
      })),
  );

/** Administrators' passwords are kept in a store that is there. */
export const administratorsHaveAStore: Check = ({ secretStore }, at) =>
  secretStore.administrators && secretStore.placement === "stack"
    ? [
        {
          ...at(["secretStore", "administrators"]),
          rule: "needs the cloud's own store",
          wayOut: "write placement: managed beside it, or administrators: false",
        },
      ]
    : [];
