import { output, type Output } from "@pulumi/pulumi";
import { decideTags } from "../../components/kit/tags.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** Host and path that images are pulled from. */
export function createRegistry(
  { name, environment, cloud, opts }: Place,
  { keys }: { readonly keys: Keys },
): Output<string> {
  if (environment.registry.placement === "external") return output(environment.registry.host);
  const spec = { key: keys.get("platform"), tags: decideTags(environment), protect: environment.protect };
  return cloud.registry(`${name}-registry`, spec, opts).host;
}
