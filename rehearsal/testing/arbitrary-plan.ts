import fc from "fast-check";
import { placeholder, secretMarker, type Plan, type PlannedResource } from "../../plan/planned-resource.ts";
import { samplePlan, sampleResource, sampleUrn } from "./sample-plan.ts";

/** What a random plan says about one of its places. Places keep their kind from plan to plan; all else may change. */
interface Place {
  readonly present: boolean;
  /** Order of dependencies: only what ranks lower can be needed. Differs from plan to plan, so needs can turn around. */
  readonly rank: number;
  readonly renamed: boolean;
  /** An input that can be changed in place, and one that can't. */
  readonly loose: number;
  readonly fixed: number;
  readonly secret: boolean;
  readonly needs: readonly number[];
  readonly host: number;
  readonly deleteBeforeReplace: boolean;
  readonly retainOnDelete: boolean;
  readonly protect: boolean;
}

const kinds = ["network", "subnetwork", "object", "bucket", "component", "password", "provider"] as const;
type Kind = (typeof kinds)[number];

const types: Readonly<Record<Kind, string>> = {
  network: "gcp:compute/network:Network",
  subnetwork: "gcp:compute/subnetwork:Subnetwork",
  object: "kubernetes:core/v1:ConfigMap",
  bucket: "gcp:storage/bucket:Bucket",
  component: "landbridge:test:Group",
  password: "random:index/randomPassword:RandomPassword",
  provider: "pulumi:providers:kubernetes",
};

function arbitraryPlace(places: number, protect: boolean): fc.Arbitrary<Place> {
  return fc.record({
    present: fc.boolean().map((first) => first || places < 4),
    rank: fc.nat(100),
    renamed: fc.boolean(),
    loose: fc.nat(2),
    fixed: fc.nat(1),
    secret: fc.boolean(),
    needs: fc.array(fc.nat(places - 1), { maxLength: 3 }),
    host: fc.nat(places * 2),
    deleteBeforeReplace: fc.boolean(),
    retainOnDelete: fc.nat(5).map((one) => one === 0),
    protect: protect ? fc.nat(3).map((one) => one === 0) : fc.constant(false),
  });
}

/** A row of plans of one stack, each as unlike the one before as it can be. Nothing is protected unless asked for. */
export function arbitraryPlans({ count = 3, maxPlaces = 14, protect = false } = {}): fc.Arbitrary<Plan[]> {
  return fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: maxPlaces }).chain((places) =>
    fc
      .array(fc.tuple(...places.map(() => arbitraryPlace(places.length, protect))), {
        minLength: count,
        maxLength: count,
      })
      .map((rows) => rows.map((row) => makePlan(places, row))),
  );
}

function makePlan(places: readonly Kind[], row: readonly Place[]): Plan {
  const present = row.flatMap((place, index) => {
    const kind = places[index];
    return place.present && kind !== undefined ? [{ place, kind, index }] : [];
  });
  const sorted = present.toSorted((a, b) => a.place.rank - b.place.rank || a.index - b.index);
  const made = new Map<number, PlannedResource>();
  for (const { place, kind, index } of sorted) made.set(index, makeResource(kind, place, index, made));
  return samplePlan([...made.values()], {
    first: [...made.values()].map(({ urn }) => placeholder(urn, "urn")).join(" "),
  });
}

function makeResource(
  kind: Kind,
  place: Place,
  index: number,
  made: ReadonlyMap<number, PlannedResource>,
): PlannedResource {
  const type = types[kind];
  const names = [`place-${index}`, `place-${index}-renamed`];
  const [name = "", other = ""] = place.renamed ? names.toReversed() : names;
  const needed = [...new Set(place.needs)].flatMap((at) => made.get(at) ?? []);
  const custom = needed.filter((one) => one.custom);
  const provider = kind === "object" ? custom.find((one) => one.type === types.provider) : undefined;
  const host = made.get(place.host);
  const hostUrn = host?.custom === true && !needsNoCloud(host.type) && kind !== "component" ? host.urn : undefined;
  const refersTo = custom.filter((one) => one !== provider);
  const inputs = {
    loose: place.loose,
    ...(place.secret ? { secret: secretMarker } : {}),
    ...fixedInputs(kind, place.fixed, index, refersTo[0]),
    refers: refersTo.map((one) => placeholder(one.urn, "id")).join(","),
  };
  return {
    ...sampleResource(type, name, inputs),
    aliases: [sampleUrn(type, other)],
    dependencies: needed.map(({ urn }) => urn).sort(),
    propertyDependencies: refersTo.length === 0 ? {} : { refers: refersTo.map(({ urn }) => urn).sort() },
    ...(provider === undefined ? {} : { provider: provider.urn }),
    ...(hostUrn === undefined ? {} : { deletedWith: hostUrn }),
    deleteBeforeReplace: place.deleteBeforeReplace,
    // A name that is kept and fixed would stand in its own way.
    retainOnDelete: place.retainOnDelete && kind === "bucket",
    protect: place.protect,
  };
}

function needsNoCloud(type: string): boolean {
  return type.startsWith("pulumi:") || type.startsWith("random:");
}

function fixedInputs(kind: Kind, fixed: number, index: number, first: PlannedResource | undefined) {
  switch (kind) {
    case "network":
      return { description: `fixed ${fixed}`, ...(index % 2 === 0 ? { name: `net-${index}` } : {}) };
    case "subnetwork":
      return { region: `region-${fixed}`, network: first === undefined ? "none" : placeholder(first.urn, "id") };
    case "object":
      return { metadata: { name: `object-${index}`, namespace: "default" }, data: { fixed: `${fixed}` } };
    case "bucket":
      return { location: `place-${fixed}` };
    case "provider":
      return { clusterIdentifier: `cluster-${fixed}` };
    case "password":
    case "component":
      return {};
  }
}
