import type { OpaqueChart, PlannedObject, PlannedResource, PlannedValue } from "./planned-resource.ts";
import { chartType, isObject } from "./planned-resource.ts";
import { childUrn } from "./registration.ts";

/** A chart as the program asks for it. */
export interface ChartRequest {
  readonly name: string;
  readonly chart: string;
  readonly repository: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: PlannedObject;
  readonly kubernetes: string;
}

/** What a chart holds, or why nobody could look. */
export type RenderedChart = { readonly manifests: readonly PlannedObject[] } | { readonly opaque: string };

/** Renders charts without a cluster. */
export type ChartRenderer = (chart: ChartRequest) => Promise<RenderedChart>;

const noRenderer: ChartRenderer = () => Promise.resolve({ opaque: "no renderer was given" });

/** Adds what charts hold to a plan, as the provider would register it, and lists the charts that stayed closed. */
export async function expandCharts(
  resources: readonly PlannedResource[],
  kubernetes: string,
  render: ChartRenderer = noRenderer,
): Promise<{ resources: PlannedResource[]; opaque: OpaqueChart[] }> {
  const children: PlannedResource[] = [];
  const opaque: OpaqueChart[] = [];
  for (const resource of resources) {
    if (resource.type !== chartType) continue;
    const request = chartRequest(resource, kubernetes);
    const rendered = await render(request);
    if ("opaque" in rendered) {
      opaque.push({
        urn: resource.urn,
        name: resource.name,
        chart: request.chart,
        version: request.version,
        reason: rendered.opaque,
      });
    } else {
      children.push(...rendered.manifests.map((manifest) => chartChild(resource, request.namespace, manifest)));
    }
  }
  return { resources: [...resources, ...children].sort((a, b) => (a.urn < b.urn ? -1 : 1)), opaque };
}

function chartRequest({ name, inputs }: PlannedResource, kubernetes: string): ChartRequest {
  const repository = isObject(inputs["repositoryOpts"]) ? inputs["repositoryOpts"]["repo"] : undefined;
  return {
    name: text(inputs["name"]) ?? name,
    chart: text(inputs["chart"]) ?? "",
    repository: text(repository) ?? "",
    version: text(inputs["version"]) ?? "",
    namespace: text(inputs["namespace"]) ?? "default",
    values: isObject(inputs["values"]) ? inputs["values"] : {},
    kubernetes,
  };
}

// The provider names a chart's child `<chart>:<namespace>/<name>`, without the namespace for what has none.
function chartChild(chart: PlannedResource, defaultNamespace: string, manifest: PlannedObject): PlannedResource {
  const metadata = isObject(manifest["metadata"]) ? manifest["metadata"] : {};
  const kind = text(manifest["kind"]) ?? "";
  const apiVersion = text(manifest["apiVersion"]) ?? "";
  const namespace = text(metadata["namespace"]) ?? (clusterScoped.has(kind) ? undefined : defaultNamespace);
  const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
  const name = `${chart.name}:${namespace === undefined ? "" : `${namespace}/`}${text(metadata["name"]) ?? ""}`;
  const [, , stack = ""] = chart.urn.split(":");
  const project = chart.urn.split("::")[1] ?? "";
  return {
    ...chart,
    urn: childUrn({ stack, project }, chart.urn, type, name),
    type,
    name,
    custom: true,
    remote: false,
    parent: chart.urn,
    inputs: namespace === undefined ? manifest : { ...manifest, metadata: { ...metadata, namespace } },
    propertyDependencies: {},
    aliases: [],
  };
}

const clusterScoped = new Set([
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "MutatingWebhookConfiguration",
  "Namespace",
  "PriorityClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
]);

function text(value: PlannedValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
