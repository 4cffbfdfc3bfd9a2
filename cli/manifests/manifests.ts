import { UsageError } from "../../components/kit/errors.ts";
import {
  isObject,
  isSecret,
  isUndecided,
  isUnknown,
  placeholdersIn,
  type PlannedObject,
  type PlannedResource,
  type PlannedValue,
} from "../../plan/planned-resource.ts";
import { renderYaml } from "./manifest-text.ts";

/** A file that `kubectl apply` reads. */
export interface ManifestFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly content: string;
}

/** An object that isn't written, and why. */
export interface LeftOut {
  readonly object: string;
  readonly why: string;
}

/** The Kubernetes objects of a plan as files. */
export interface Manifests {
  /** Sorted by path. */
  readonly files: readonly ManifestFile[];
  readonly leftOut: readonly LeftOut[];
  /** Objects that hold a value which only the cloud knows. */
  readonly undecided: readonly string[];
}

/**
 * Folders in the order in which kubectl walks them: what others need comes first. What judges requests comes last, or it
 * would refuse everything until its own pods run.
 */
const folders = {
  definitions: "1-definitions",
  cluster: "2-cluster",
  namespaces: "3-namespaces",
  admission: "4-admission",
} as const;

/** Decides the files of a plan: one for each object, none for what holds a secret. Throws a UsageError where two share one. */
export function renderManifests(resources: readonly PlannedResource[]): Manifests {
  const objects = resources.flatMap((resource) => {
    const object = kubernetesObject(resource);
    return object === undefined ? [] : [object];
  });
  const written = objects.filter((object) => reasonToLeaveOut(object) === undefined);
  const paths = filePaths(written);
  return {
    files: written
      .map((object, index) => ({ path: paths[index] ?? "", content: renderObject(object.manifest) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    leftOut: objects
      .flatMap((object) => {
        const why = reasonToLeaveOut(object);
        return why === undefined ? [] : [{ object: nameOf(object), why }];
      })
      .sort((a, b) => (a.object < b.object ? -1 : 1)),
    undecided: written
      .filter(({ manifest }) => isUndecided(manifest))
      .map(nameOf)
      .sort(),
  };
}

interface KubernetesObject {
  readonly kind: string;
  readonly group: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly manifest: PlannedObject;
}

// Charts are components, and what they hold stands beside them in the plan.
function kubernetesObject({ type, custom, inputs }: PlannedResource): KubernetesObject | undefined {
  const { apiVersion, kind, metadata } = inputs;
  if (!custom || !type.startsWith("kubernetes:") || typeof apiVersion !== "string" || typeof kind !== "string")
    return undefined;
  const [group, version] = apiVersion.split("/");
  const { name, namespace } = isObject(metadata) ? metadata : {};
  return {
    kind,
    group: version === undefined ? "" : (group ?? ""),
    name: typeof name === "string" ? name : undefined,
    namespace: typeof namespace === "string" ? namespace : undefined,
    manifest: inputs,
  };
}

function reasonToLeaveOut({ kind, group, name, manifest }: KubernetesObject): string | undefined {
  if (name === undefined) return "has no name of its own";
  if (kind === "Secret" && group === "") return "is a Secret";
  if (holdsSecret(manifest)) return "holds a secret";
  return holdsCertificate(manifest) ? "holds a certificate that Pulumi makes" : undefined;
}

// No cloud tells it: it is made along with its key, which is secret.
function holdsCertificate(manifest: PlannedObject): boolean {
  return placeholdersIn(JSON.stringify(manifest)).some(({ urn }) =>
    /(^|[:$])tls:index\//.test(urn.split("::")[2] ?? ""),
  );
}

function holdsSecret(value: PlannedValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecret(value) || Object.values(value).some((inner: PlannedValue) => holdsSecret(inner));
}

function nameOf({ kind, namespace, name }: KubernetesObject): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name ?? "(without a name)"}`;
}

/** The path of each object; where two kinds of different groups share kind and name, the group follows. */
function filePaths(objects: readonly KubernetesObject[]): string[] {
  const plain = objects.map((object) => filePath(object, fileName(`${object.kind}-${object.name ?? ""}`)));
  const paths = objects.map((object, index) => {
    const path = plain[index] ?? "";
    const isShared = plain.indexOf(path) !== plain.lastIndexOf(path);
    return isShared ? filePath(object, fileName(`${object.kind}-${object.name ?? ""}.${object.group}`)) : path;
  });
  refuseSharedFiles(objects, paths);
  return paths;
}

// The second would overwrite the first, and nobody would miss it.
function refuseSharedFiles(objects: readonly KubernetesObject[], paths: readonly string[]): void {
  const byPath = Map.groupBy(objects, (_object, index) => paths[index] ?? "");
  const shared = [...byPath].filter(([, sharing]) => sharing.length > 1).sort(([a], [b]) => (a < b ? -1 : 1));
  if (shared.length === 0) return;
  throw new UsageError(
    shared
      .map(([path, sharing]) => `${sharing.map(nameOf).sort().join(" and ")} would both be ${path}; rename one`)
      .join("\n"),
  );
}

function filePath({ kind, namespace }: KubernetesObject, name: string): string {
  if (kind === "CustomResourceDefinition") return `${folders.definitions}/${name}.yaml`;
  if (/^(Validating|Mutating)(WebhookConfiguration|AdmissionPolicy)/.test(kind))
    return `${folders.admission}/${name}.yaml`;
  return namespace === undefined
    ? `${folders.cluster}/${name}.yaml`
    : `${folders.namespaces}/${fileName(namespace)}/${name}.yaml`;
}

/** A part of a path that every file system takes. Names of roles may hold colons; a chart's may hold anything. */
function fileName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]/g, "_")
    .replace(/^\.+/, "_");
}

function renderObject({ apiVersion = "", kind = "", metadata = {}, ...rest }: PlannedObject): string {
  const manifest = { apiVersion, kind, metadata, ...rest };
  return renderYaml(writable(manifest));
}

function writable(value: PlannedValue | undefined): unknown {
  if (value === undefined || value === null || typeof value !== "object") return value;
  if (isUnknown(value)) return "${unknown}";
  if (!isObject(value)) return Object.values(value).map(writable);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, writable(inner)]));
}
