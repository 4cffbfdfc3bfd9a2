import type { z } from "zod";
import type { edge } from "../../environments/schema/edge.ts";
import { isObject, type PlannedResource, type PlannedValue } from "../../plan/planned-resource.ts";
import { planLayer } from "./layer.fixture.ts";
import type { AnyEnvironment } from "./table.ts";

/** An `edge:` block as a file has it. */
export type EdgeInput = NonNullable<z.input<typeof edge>>;

/** An edge with an interface, files from a service, and a list of every kind. */
export const edgeInput = {
  domain: "shop.example.org",
  hosts: { api: { to: "gateway" }, www: { to: "gateway", cache: "static" } },
  waf: {
    allow: ["198.51.100.0/24"],
    deny: ["203.0.113.0/24", "2001:db8::/32"],
    countries: { mode: "only", codes: ["NL", "BE"] },
  },
} as const satisfies EdgeInput;

/** Visitors of `www` shared with another edge, and asked how it is. */
export const sharedHost = {
  to: "gateway",
  traffic: {
    healthPath: "/healthz",
    targets: [
      { to: "self", weight: 90 },
      { to: "other.example.net", weight: 0 },
    ],
  },
} as const satisfies EdgeInput["hosts"][string];

/** What an environment's cloud layer makes for its edge and zone, and by which names to find it. */
export async function planEdge(environment: AnyEnvironment) {
  const { name } = environment;
  const { resources } = await planLayer(environment);
  const byName = (wanted: string): PlannedResource => {
    const found = resources.filter(({ custom, name: actual }) => custom && actual === `${name}-${wanted}`);
    const [only] = found;
    if (only === undefined || found.length > 1)
      throw new Error(`${found.length} resources are named ${name}-${wanted}`);
    return only;
  };
  return {
    resources,
    ofType: (type: string) => resources.filter((resource) => resource.type === type),
    inputs: (wanted: string) => byName(wanted).inputs,
    at: (wanted: string, path: string): PlannedValue | undefined => valueAt(byName(wanted).inputs, path),
    waitsFor: (wanted: string) => byName(wanted).dependencies.map((urn) => urn.split("::").at(-1) ?? urn),
  };
}

function valueAt(value: PlannedValue | undefined, path: string): PlannedValue | undefined {
  return path.split(".").reduce<PlannedValue | undefined>((inner, key) => {
    if (Array.isArray(inner)) return (inner as readonly PlannedValue[])[Number(key)];
    return isObject(inner) ? inner[key] : undefined;
  }, value);
}
