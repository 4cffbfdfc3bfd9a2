import { output, type ComponentResourceOptions } from "@pulumi/pulumi";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import { Provider as TlsProvider } from "@pulumi/tls/provider.js";
import { planProgram } from "../plan/host.ts";
import type { PlannedObject, PlannedResource, PlannedValue } from "../plan/planned-resource.ts";
import { exampleEnvironment } from "./example-environment.fixture.ts";
import type { Authority } from "./data/store-certificate.ts";
import { decideSurroundings, type Surroundings } from "./kit/surroundings.ts";

/** What a program of components registered, without providers and the stack. */
export async function planComponents(program: (opts: ComponentResourceOptions) => void): Promise<PlannedResource[]> {
  const { resources } = await planProgram(() => {
    const providers = [new KubernetesProvider("kubernetes"), new RandomProvider("random"), new TlsProvider("tls")];
    program({ providers });
  });
  return resources.filter(({ type }) => !type.startsWith("pulumi:"));
}

/** `type name` of each resource, sorted. */
export function typesAndNames(resources: readonly PlannedResource[]): string[] {
  return resources.map(({ type, name }) => `${type} ${name}`).sort();
}

/** The one resource of a name that isn't a component. Throws where there is none or more than one. */
export function custom(resources: readonly PlannedResource[], name: string): PlannedResource {
  const [found, ...others] = resources.filter((resource) => resource.custom && resource.name === name);
  if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} resources are named ${name}`);
  return found;
}

/** An object inside of a resource's inputs. Throws where there is none. */
export function objectAt({ inputs, name }: PlannedResource, ...path: string[]): PlannedObject {
  let value: PlannedValue | undefined = inputs;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  if (!isObject(value)) throw new Error(`${name} has no object at ${path.join(".")}`);
  return value;
}

function isObject(value: PlannedValue | undefined): value is PlannedObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** URNs' last parts: what a resource waits for. */
export function waitsFor({ dependencies }: PlannedResource): string[] {
  return dependencies.map((urn) => urn.split("::").at(-1) ?? urn).sort();
}

/** Somebody who signs certificates of stores. */
export function exampleAuthority(): Authority {
  return { issuer: "landbridge-authority", certificate: output(examplePem) };
}

/** What `exampleAuthority` has clients trust. */
export const examplePem = "-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n";

/** The example environment's surroundings over three zones. */
export function exampleSurroundings(changes: Partial<Surroundings> = {}): Surroundings {
  const choices = { waitForStores: true, chartFolder: "" };
  return { ...decideSurroundings(exampleEnvironment(), { zones: 3, storageClass: "fast" }, choices), ...changes };
}
