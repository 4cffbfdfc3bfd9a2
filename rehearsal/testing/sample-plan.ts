import {
  withoutOptions,
  placeholder,
  secretMarker,
  type Plan,
  type PlannedObject,
  type PlannedResource,
} from "../../plan/planned-resource.ts";

/** URN of a resource of the sample's stack, below the stack itself. */
export function sampleUrn(type: string, name: string, stack = "sample-local"): string {
  return `urn:pulumi:${stack}::landbridge::${type}::${name}`;
}

/** A planned resource with everything at rest but what is given. Its parent is the stack. */
export function sampleResource(
  type: string,
  name: string,
  inputs: PlannedObject,
  more: Partial<PlannedResource> = {},
): PlannedResource {
  const stack = sampleUrn("pulumi:pulumi:Stack", "landbridge-sample-local");
  const custom = !type.startsWith("landbridge:") && type !== "pulumi:pulumi:Stack";
  return {
    urn: sampleUrn(type, name),
    type,
    name,
    custom,
    remote: false,
    ...(type === "pulumi:pulumi:Stack" ? {} : { parent: stack }),
    inputs,
    ...withoutOptions,
    ...more,
  };
}

/** A plan of some resources, with the stack among them. */
export function samplePlan(resources: readonly PlannedResource[], outputs: PlannedObject = {}): Plan {
  const stack = sampleResource("pulumi:pulumi:Stack", "landbridge-sample-local", {});
  return {
    environment: "sample-local",
    cloud: "somewhere",
    digest: "sample",
    opaque: [],
    resources: [stack, ...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    outputs,
  };
}

/**
 * A platform in small: providers, a network, a cluster with pools, keys, a password, a database, and the objects of some
 * services inside of the cluster. 60 resources with the default of 12 services.
 */
export function samplePlatform({ services = 12, nodes = 3, cidr = "10.0.0.0/20", image = "1.0.0" } = {}): Plan {
  const cloud = sampleResource("pulumi:providers:gcp", "cloud", { project: "sample", region: "europe-west1" });
  const inCloud = { provider: cloud.urn };
  const network = sampleResource("gcp:compute/network:Network", "net", { autoCreateSubnetworks: false }, inCloud);
  const subnet = sampleResource(
    "gcp:compute/subnetwork:Subnetwork",
    "subnet",
    { network: placeholder(network.urn, "id"), ipCidrRange: cidr },
    { ...inCloud, dependencies: [network.urn], propertyDependencies: { network: [network.urn] } },
  );
  const ring = sampleResource("gcp:kms/keyRing:KeyRing", "ring", { location: "europe-west1" }, inCloud);
  const password = sampleResource(
    "random:index/randomPassword:RandomPassword",
    "password",
    { length: 32 },
    { additionalSecretOutputs: ["result"] },
  );
  const cluster = sampleResource(
    "gcp:container/cluster:Cluster",
    "cluster",
    { name: "sample", location: "europe-west1", subnetwork: placeholder(subnet.urn, "selfLink") },
    { ...inCloud, dependencies: [subnet.urn], propertyDependencies: { subnetwork: [subnet.urn] }, protect: true },
  );
  const pool = sampleResource(
    "gcp:container/nodePool:NodePool",
    "pool",
    { cluster: placeholder(cluster.urn, "id"), nodeCount: nodes },
    { ...inCloud, dependencies: [cluster.urn], propertyDependencies: { cluster: [cluster.urn] } },
  );
  const database = sampleResource(
    "gcp:sql/databaseInstance:DatabaseInstance",
    "orders",
    { databaseVersion: "POSTGRES_18", region: "europe-west1", rootPassword: secretMarker },
    { ...inCloud, dependencies: [password.urn, network.urn], protect: true },
  );
  const kubernetes = sampleResource(
    "pulumi:providers:kubernetes",
    "objects",
    { clusterIdentifier: "sample", kubeconfig: `server: https://${placeholder(cluster.urn, "endpoint")}` },
    { dependencies: [cluster.urn], propertyDependencies: { kubeconfig: [cluster.urn] } },
  );
  const base = [cloud, network, subnet, ring, password, cluster, pool, database, kubernetes];
  const inCluster = { provider: kubernetes.urn, deletedWith: cluster.urn, dependencies: [pool.urn] };
  const made = Array.from({ length: services }, (_, index) => service(`service-${index}`, image, inCluster)).flat();
  return samplePlan([...base, ...made], { endpoint: placeholder(cluster.urn, "endpoint"), password: secretMarker });
}

function service(name: string, image: string, inCluster: Partial<PlannedResource>): PlannedResource[] {
  const component = sampleResource("landbridge:workloads:Service", name, { image });
  const object = (type: string, role: string, inputs: PlannedObject, more: Partial<PlannedResource> = {}) => ({
    ...sampleResource(type, `${name}-${role}`, inputs, { ...inCluster, parent: component.urn, ...more }),
    urn: sampleUrn(`landbridge:workloads:Service$${type}`, `${name}-${role}`),
  });
  const metadata = { name, namespace: "commerce" };
  const secret = object("kubernetes:core/v1:Secret", "secret", { metadata, stringData: secretMarker });
  const deployment = object(
    "kubernetes:apps/v1:Deployment",
    "deployment",
    {
      metadata,
      spec: { selector: { app: name }, template: { image, secret: placeholder(secret.urn, "metadata.name") } },
    },
    { dependencies: [...(inCluster.dependencies ?? []), secret.urn] },
  );
  return [
    component,
    secret,
    deployment,
    object("kubernetes:core/v1:Service", "service", {
      metadata,
      spec: { ports: [{ port: 80 }], selector: { app: name } },
    }),
  ];
}
