import type { PlannedObject } from "../../plan/planned-resource.ts";
import type { RawDifference } from "../steps/differences.ts";
import { parsePath, pathsTouch, valueAt } from "../steps/property-path.ts";
import type { Replacements, ReplacementTable } from "./replacement-table.ts";
import { awsReplacements } from "./replacements.aws.ts";
import { azureReplacements } from "./replacements.azure.ts";
import { eventReplacements } from "./replacements.events.ts";
import { gcpReplacements } from "./replacements.gcp.ts";
import { kubernetesReplacements } from "./replacements.kubernetes.ts";
import { warehouseReplacements } from "./replacements.warehouses.ts";

/** By type token, in the words of the provider. */
const byType: ReplacementTable = {
  ...awsReplacements,
  ...azureReplacements,
  ...eventReplacements,
  ...warehouseReplacements,
  ...gcpReplacements,
  // https://www.pulumi.com/registry/packages/random/api-docs/: generated once, so every input but `keepers`' absence is fixed.
  "random:index/randomBytes:RandomBytes": { on: ["*"] },
  "random:index/randomId:RandomId": { on: ["*"] },
  "random:index/randomPassword:RandomPassword": { on: ["*"] },
  "random:index/randomString:RandomString": { on: ["*"] },
  "random:index/randomUuid:RandomUuid": { on: ["*"] },
  // https://www.pulumi.com/registry/packages/tls/api-docs/: so are keys and certificates; when one is renewed isn't written in it.
  "tls:index/privateKey:PrivateKey": { on: ["*"] },
  "tls:index/selfSignedCert:SelfSignedCert": {
    on: [
      "allowedUses",
      "dnsNames",
      "ipAddresses",
      "isCaCertificate",
      "maxPathLength",
      "privateKeyPem",
      "setAuthorityKeyId",
      "setSubjectKeyId",
      "subject",
      "uris",
      "validityPeriodHours",
    ],
  },
};

/** IAM grants can't be changed: https://www.pulumi.com/registry/packages/gcp/api-docs/projects/iammember/ and its like. */
const byPattern: readonly { readonly type: RegExp; readonly replacements: Replacements }[] = [
  { type: /:\w*I[aA][mM]Member$/, replacements: { on: ["*"] } },
];

/** The types in the table and their paths, for the check that the SDKs still have them. */
export function replacementTypes(): { readonly type: string; readonly on: readonly string[] }[] {
  return Object.entries(byType).map(([type, { on }]) => ({ type, on }));
}

/** The inputs of a resource before and after. */
export interface InputsChange {
  readonly old: PlannedObject;
  readonly new: PlannedObject;
}

/** Whether a provider can only follow a difference by replacing the resource. */
export function forcesReplacement(type: string, difference: RawDifference, inputs: InputsChange): boolean {
  if (type === "pulumi:providers:kubernetes") return changesCluster(difference, inputs);
  const { path, old, new: next } = difference;
  const { on, unless } = replacementsOf(type);
  return on.some((text) => {
    const pattern = parsePath(text);
    if (!pathsTouch(pattern, path)) return false;
    const rest = pattern.slice(path.length);
    const [before, after] = [valueAt(old, rest), valueAt(next, rest)];
    // A block that comes or goes as a whole counts when it holds the property.
    if (rest.length > 0 && before === undefined && after === undefined) return false;
    // An exception judges the whole property, of which the difference may be a part.
    const whole = path.slice(0, pattern.length);
    const within = path.length > pattern.length;
    const [was, becomes] = within ? [valueAt(inputs.old, whole), valueAt(inputs.new, whole)] : [before, after];
    return unless?.[text]?.(was, becomes) !== true;
  });
}

// With a cluster identifier that stays, nothing else says that it is another cluster; adding or removing one doesn't either.
// `DiffConfig` in https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go. Without one the
// provider compares the active cluster inside of the kubeconfig; here any change of it counts.
function changesCluster({ path }: RawDifference, { old, new: next }: InputsChange): boolean {
  const [before, after] = [old["clusterIdentifier"], next["clusterIdentifier"]];
  if (path[0] === "clusterIdentifier") return before !== undefined && after !== undefined;
  if (before !== undefined && before === after) return false;
  return path[0] === "kubeconfig" || path[0] === "context" || path[0] === "cluster";
}

function replacementsOf(type: string): Replacements {
  const known = byType[type] ?? byPattern.find((entry) => entry.type.test(type))?.replacements;
  return known ?? kubernetesReplacements(type) ?? { on: [] };
}
