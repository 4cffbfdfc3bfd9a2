import { describe, expect, it } from "vitest";
import { cassandra } from "../../../../environments/schema/stores/cassandra.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import type { Surroundings } from "../../surroundings.ts";
import {
  cassandraService,
  cassandraVersion,
  datacenterAnnotations,
  decideCassandraDatacenter,
  decideCassandraHosts,
  decideClusterName,
} from "./cassandra-cluster.ts";
import { imageReference } from "../../../../charts/catalogue.ts";

const tables = { visits: { columns: { day: "date" }, partitionKey: ["day"] } };
const secrets = { superuser: "history-superuser", certificate: "history-tls", management: "history-management" };
const identity = { name: "history", image: "registry/cassandra:5.0.9", secrets, podLabels: { owner: "a" } };

function decide(wish: object = {}, changes: Partial<Surroundings> = {}) {
  const whole = cassandra.parse({ kind: "cassandra", size: "medium", tables, ...wish });
  return decideCassandraDatacenter(whole, identity, exampleSurroundings(changes));
}

describe("the racks of a data centre", () => {
  it("are three, each in a zone of its own that nobody has to name", () => {
    const { racks, size, podTemplateSpec } = decide();
    expect([racks.map(({ name }) => name), size]).toEqual([["r1", "r2", "r3"], 3]);
    const term = {
      topologyKey: "topology.kubernetes.io/zone",
      labelSelector: { matchLabels: { "cassandra.datastax.com/datacenter": "history" } },
    };
    expect(podTemplateSpec.spec.affinity).toEqual({
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, matchLabelKeys: ["cassandra.datastax.com/rack"] }],
      },
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { ...term, mismatchLabelKeys: ["cassandra.datastax.com/rack"] },
        ],
      },
    });
  });

  it("are as many for more nodes, and one where there is one node or are fewer zones", () => {
    expect(decide({ nodes: 9 })).toMatchObject({ size: 9, racks: { length: 3 } });
    expect(decide({ nodes: 1 })).toMatchObject({ size: 1, racks: { length: 1 } });
    expect(decide({}, { zones: 2 })).toMatchObject({ size: 3, racks: { length: 1 } });
  });

  it("share the one machine of a laptop, where the operator's webhook wants CPUs limited", () => {
    const laptop = decide({}, { zones: 1 });
    expect(laptop.allowMultipleNodesPerWorker).toBe(true);
    for (const resources of [laptop.resources, laptop.systemLoggerResources, laptop.configBuilderResources])
      expect(resources.limits.cpu).toBe(resources.requests.cpu);
    const { allowMultipleNodesPerWorker, resources } = decide();
    expect([allowMultipleNodesPerWorker, resources.limits.cpu]).toEqual([undefined, undefined]);
  });
});

describe("the servers' settings", () => {
  it("let nobody in without a login, or in the clear, be it a client or another node", () => {
    const settings = decide().config["cassandra-yaml"];
    expect(settings).toMatchObject({
      authenticator: { class_name: "PasswordAuthenticator" },
      authorizer: { class_name: "CassandraAuthorizer" },
      client_encryption_options: { enabled: true, optional: false, require_client_auth: false },
      server_encryption_options: { internode_encryption: "all", optional: false, require_client_auth: true },
    });
    const files = { keystore: "/etc/cassandra-tls/tls-combined.pem", truststore: "/etc/cassandra-tls/ca.crt" };
    expect(settings["client_encryption_options"]).toMatchObject(files);
    expect(settings["server_encryption_options"]).toMatchObject(files);
    expect(decide().storageConfig.additionalVolumes).toMatchObject([
      { mountPath: "/etc/cassandra-tls", volumeSource: { secret: { secretName: "history-tls" } } },
    ]);
  });

  it("keep logins on as many nodes as rows", () => {
    const optionsOf = (wish: object) => decide(wish).config["cassandra-env-sh"]["additional-jvm-opts"];
    expect(optionsOf({})).toEqual(["-Dcassandra.system_distributed_replication=history:3"]);
    expect(optionsOf({ nodes: 9 })).toEqual(["-Dcassandra.system_distributed_replication=history:3"]);
    expect(optionsOf({ nodes: 1 })).toEqual(["-Dcassandra.system_distributed_replication=history:1"]);
  });

  it.each([
    ["medium", "1536M"],
    ["large", "3072M"],
    ["2xlarge", "12288M"],
  ])("give a %s node a heap of %s, which leaves more than half to the rest", (size, heap) => {
    expect(decide({ size }).config["jvm-server-options"]).toEqual({ initial_heap_size: heap, max_heap_size: heap });
  });
});

it("runs as nobody in particular, on a read-only root, with what the data is labelled, and outside of a mesh", () => {
  const { podTemplateSpec, readOnlyRootFilesystem } = decide();
  const { metadata, spec } = podTemplateSpec;
  expect(readOnlyRootFilesystem).toBe(true);
  expect(metadata.labels).toEqual({
    owner: "a",
    "istio.io/dataplane-mode": "none",
    "sidecar.istio.io/inject": "false",
  });
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 999, fsGroup: 999 });
  const containers = [...spec.initContainers, ...spec.containers];
  expect(containers.map(({ name }) => name)).toEqual([
    // In this order the operator runs them.
    "server-config-init-base",
    "server-config-init",
    "cassandra",
    "server-system-logger",
  ]);
  for (const { securityContext } of containers)
    expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } });
});

it("is on nodes for data where there are any, and has disks of the class that is wished for", () => {
  const chosen = decide({ storageGiB: 500 }, { purposes: ["data"], storageClass: "fast" });
  expect(chosen.nodeSelector).toEqual({ "landbridge.dev/purpose": "data" });
  expect(chosen.tolerations).toMatchObject([{ value: "data" }]);
  expect(chosen.storageConfig.cassandraDataVolumeClaimSpec).toEqual({
    accessModes: ["ReadWriteOnce"],
    storageClassName: "fast",
    resources: { requests: { storage: "500Gi" } },
  });
  const anywhere = decide({}, { purposes: [], storageClass: "" });
  expect(Object.keys(anywhere)).not.toContain("nodeSelector");
  expect(anywhere.storageConfig.cassandraDataVolumeClaimSpec).toEqual({
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "20Gi" } },
  });
});

it("lets volumes grow, and takes them along only where the store isn't protected", () => {
  const volumes = (protect: boolean) => datacenterAnnotations({ protect })["cassandra.datastax.com/delete-pvc"];
  expect([volumes(true), volumes(false)]).toEqual(["false", "true"]);
  expect(datacenterAnnotations({ protect: true })["cassandra.datastax.com/allow-storage-changes"]).toBe("true");
});

describe("names", () => {
  const longest = `a${"b".repeat(29)}`;
  it.each(["history", "order-history-of-shops", longest])("of the operator's Services fit for %s", (store) => {
    const service = `${decideClusterName(store)}-${store}-additional-seed-service`;
    expect(service.length).toBeLessThanOrEqual(63);
    expect(service).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
  });

  it("tell two long stores apart, as clusters of one name would become one", () => {
    expect(decideClusterName(longest)).not.toBe(decideClusterName(`${longest.slice(0, -1)}c`));
  });

  it("by which clients come stand in the certificate", () => {
    expect(cassandraService("history")).toBe("history-history-service");
    expect(decideCassandraHosts("history")).toContain("history-history-service.landbridge-data.svc");
  });
});

it("is of the version that its image has", () => {
  expect(imageReference("cassandra-5.0", {})).toContain(`:${cassandraVersion}-`);
});
