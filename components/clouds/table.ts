import { z } from "zod";
import type { Environment } from "../../environments/schema/environment.ts";
import type { Capabilities, Cloud, CloudEntry, ClusterFacts, LoginStep, Moot } from "../cloud.ts";
import type { CloudCheck } from "../kit/account/cloud-checks.ts";
import type { Issue } from "../kit/errors.ts";
import { azure } from "./azure/entry.ts";
import { azureSettings } from "./azure/settings.ts";
import { aws } from "./aws/entry.ts";
import { awsSettings } from "./aws/settings.ts";
import { gcp } from "./gcp/entry.ts";
import { gcpSettings } from "./gcp/settings.ts";
import { local } from "./local/entry.ts";
import { localSettings } from "./local/settings.ts";

/** What the `cloud:` block of an environment may hold, by the cloud's name. */
export const cloudSettings = z.discriminatedUnion("name", [awsSettings, azureSettings, gcpSettings, localSettings]);

/** The settings of any cloud. */
export type AnyCloudSettings = z.infer<typeof cloudSettings>;

/** An environment on any cloud. */
export type AnyEnvironment = Environment<AnyCloudSettings>;

/** The name of a row. */
export type CloudName = AnyCloudSettings["name"];

/** The settings of the cloud of a name. */
export type SettingsOf<N extends CloudName> = Extract<AnyCloudSettings, { name: N }>;

// The compiler asks for one entry for each name that the settings allow, with the settings of that name.
const clouds: { readonly [N in CloudName]: CloudEntry<SettingsOf<N>> } = { aws, azure, gcp, local };

/** What the environment's cloud can do. */
export function capabilitiesOf(environment: AnyEnvironment): Capabilities {
  return entryOf(environment).capabilities;
}

/** What a cloud alone can know to be wrong with an environment. */
export function checkCloud(environment: AnyEnvironment): readonly Issue[] {
  return entryOf(environment).check(environment);
}

/** What is known of the environment's cluster before it exists. */
export function clusterFacts(environment: AnyEnvironment): ClusterFacts {
  return entryOf(environment).cluster(environment);
}

/** What to log in to before the environment can be brought up. */
export function loginSteps(environment: AnyEnvironment): readonly LoginStep[] {
  return entryOf(environment).login(environment.cloud);
}

/** What the environment's account should have before the platform, and who to ask for it. */
export function bootstrapChecks(environment: AnyEnvironment): readonly CloudCheck[] {
  return entryOf(environment).bootstrapChecks(environment);
}

/** Properties inside of objects that only the environment's cloud can give, by resource type. */
export function computedProperties(environment: AnyEnvironment): Readonly<Record<string, readonly string[]>> {
  return { ...entryOf(environment).computed, ...computedInClusters };
}

/** What controllers in any cluster write into objects, and others read: where a load balancer is. */
const computedInClusters = {
  "kubernetes:core/v1:Service": ["ip", "hostname"].map((field) => `status.loadBalancer.ingress.0.${field}`),
} as const;

/** Fields of specs that make no difference on the environment's cloud, and why. */
export function mootFields(environment: AnyEnvironment): Moot {
  return entryOf(environment).moot ?? {};
}

/** Opens the environment's cloud. Its SDK is imported here and nowhere else. */
export function openCloud(environment: AnyEnvironment): Promise<Cloud> {
  return entryOf(environment).open(environment);
}

function entryOf(environment: AnyEnvironment): CloudEntry<AnyCloudSettings> {
  return clouds[environment.cloud.name];
}
