import type { Key } from "../../components/cloud.ts";
import { decideKeys, keyRotationDays, type KeyDecision } from "../../components/kit/keys.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Place } from "./place.ts";

/** Customer keys by what they encrypt. */
export type Keys = ReadonlyMap<KeyDecision["dataClass"], Key>;

/** One customer key for each class of data, where the cloud has keys. */
export function createKeys({ name, environment, cloud, opts }: Place): Keys {
  if (!cloud.capabilities.keys.supported) return new Map();
  return new Map(
    decideKeys(environment).map(({ dataClass, users }) => {
      const tags = decideTags(environment, dataClass === "platform" ? undefined : dataClass);
      const spec = { dataClass, users, rotationDays: keyRotationDays, tags, protect: environment.protect };
      return [dataClass, cloud.key(`${name}-key-${dataClass}`, spec, opts)];
    }),
  );
}
