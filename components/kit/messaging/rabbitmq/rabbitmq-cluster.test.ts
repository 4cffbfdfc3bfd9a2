import { describe, expect, it } from "vitest";
import { size } from "../../../../environments/schema/names.ts";
import { rabbitmq } from "../../../../environments/schema/messaging/rabbitmq.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { meshOff } from "../../labels.ts";
import { storePods } from "../../network/flows/store-flows.ts";
import { sizes } from "../../sizes.ts";
import { decideBrokerConfig, decideRabbitmqCluster, interNodeTls } from "./rabbitmq-cluster.ts";

const wish = (changes: object = {}) => rabbitmq.parse({ kind: "rabbitmq", ...changes });
const identity = {
  name: "jobs",
  image: "rabbitmq:4",
  adminSecret: "jobs-default-user",
  tlsSecret: "jobs-tls",
  interNodeConfig: "jobs-inter-node-1",
  plugins: [],
  podLabels: { "landbridge.dev/owner": "somebody" },
};
const specOf = (changes: object = {}, surroundings = exampleSurroundings()) =>
  decideRabbitmqCluster(wish(changes), identity, surroundings);
const podOf = (spec: ReturnType<typeof specOf>) => spec.override.statefulSet.spec.template;

function configOf(changes: object = {}): ReadonlyMap<string, string> {
  const lines = decideBrokerConfig(wish(changes)).trimEnd().split("\n");
  return new Map(lines.map((line): [string, string] => [line.split(" = ")[0] ?? "", line.split(" = ")[1] ?? ""]));
}

describe("decideRabbitmqCluster", () => {
  it("has as many brokers and as large volumes as wished, of the class for stores", () => {
    expect(specOf({ brokers: 5, storageGiB: 50 })).toMatchObject({
      replicas: 5,
      persistence: { storage: "50Gi", storageClassName: "fast" },
    });
    expect(specOf({}, exampleSurroundings({ storageClass: "" })).persistence).toEqual({ storage: "20Gi" });
  });

  it("limits memory to what is requested, from which RabbitMQ reckons when nobody may send", () => {
    expect(specOf({ size: "medium" }).resources).toEqual({
      requests: { cpu: "1", memory: "4Gi" },
      limits: { memory: "4Gi" },
    });
  });

  it("listens to TLS alone, and reads the authority for connections among brokers from the same Secret", () => {
    expect(specOf().tls).toEqual({ secretName: "jobs-tls", caSecretName: "jobs-tls", disableNonTLSListeners: true });
  });

  it("lets servers and the tools beside them find the file that says how brokers know each other", () => {
    const { rabbitmq: settings, override } = specOf();
    const [container] = override.statefulSet.spec.template.spec.containers;
    const folder = container?.volumeMounts[0]?.mountPath ?? "none";
    const args = `-proto_dist inet_tls -ssl_dist_optfile ${folder}/inter-node-tls.config`;
    expect(settings.envConfig.trimEnd().split("\n")).toEqual([
      `SERVER_ADDITIONAL_ERL_ARGS="${args}"`,
      `RABBITMQ_CTL_ERL_ARGS="${args}"`,
    ]);
    // The operator refuses what a shell would run.
    expect(settings.envConfig).not.toMatch(/\$\(|`/);
  });

  it("spreads brokers by labels that their Service selects by as well", () => {
    const { topologySpreadConstraints } = podOf(specOf()).spec;
    expect(topologySpreadConstraints[0]).toMatchObject({
      topologyKey: "topology.kubernetes.io/zone",
      labelSelector: { matchLabels: storePods("jobs", "rabbitmq").labels },
    });
    expect(storePods("jobs", "rabbitmq").labels).toEqual({ "app.kubernetes.io/name": "jobs" });
  });

  it("never has two brokers on a node in production, and only wishes so elsewhere", () => {
    const { labels: matchLabels } = storePods("jobs", "rabbitmq");
    const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels } };
    expect(specOf({}, exampleSurroundings({ tier: "production" })).affinity).toEqual({
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    });
    expect(specOf({}, exampleSurroundings({ tier: "staging" })).affinity).toEqual({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
      },
    });
  });

  it("runs where stores do, outside of the mesh, with our tags on its pods", () => {
    const spec = specOf({}, exampleSurroundings({ purposes: ["data"] }));
    expect(podOf(spec).spec.nodeSelector).toEqual({ "landbridge.dev/purpose": "data" });
    expect(spec.tolerations).toHaveLength(1);
    expect(podOf(spec).metadata.labels).toEqual({ ...identity.podLabels, ...meshOff });
    const anywhere = specOf({}, exampleSurroundings({ purposes: [] }));
    expect([podOf(anywhere).spec.nodeSelector, anywhere.tolerations]).toEqual([undefined, undefined]);
  });

  it("keeps volumes of a protected store, and takes others along, to whose data the next store couldn't log in", () => {
    const kept = (protect: boolean) =>
      specOf({}, exampleSurroundings({ protect })).override.statefulSet.spec.persistentVolumeClaimRetentionPolicy;
    expect(kept(true)).toEqual({ whenDeleted: "Retain", whenScaled: "Retain" });
    expect(kept(false)).toEqual({ whenDeleted: "Delete", whenScaled: "Retain" });
  });
});

describe("decideBrokerConfig", () => {
  it("puts every queue on every broker, also on those that join later", () => {
    for (const brokers of [1, 3, 5]) {
      const config = configOf({ brokers });
      expect(config.get("default_queue_type")).toBe("quorum");
      expect(config.get("quorum_queue.initial_cluster_size")).toBe(String(brokers));
      expect(config.get("quorum_queue.continuous_membership_reconciliation.target_group_size")).toBe(String(brokers));
    }
  });

  it("keeps free on the volume what the broker has of memory, and never more than half of it", () => {
    const free = (changes: object) => Number(configOf(changes).get("disk_free_limit.absolute")) / 1024 ** 3;
    expect(free({ size: "medium", storageGiB: 100 })).toBe(4);
    expect(free({ size: "xlarge", storageGiB: 20 })).toBe(10);
    expect(free({ size: "small", storageGiB: 1 })).toBe(0.5);
  });

  it("bounds the log of writes to an eighth of the memory, in whole bytes, by the word that the version knows", () => {
    const bound = (changes: object) =>
      ["raft.wal_max_size_bytes", "quorum_queue.wal_max_size_bytes"].map((key) => configOf(changes).get(key));
    expect(bound({ version: "4.2" })).toEqual(["134217728", undefined]);
    expect(bound({ version: "4.3" })).toEqual([undefined, "134217728"]);
    expect(bound({ version: "4.3", size: "2xlarge" })[1]).toBe(String(512 * 1024 ** 2));
    for (const each of size.options) {
      const [bytes] = bound({ version: "4.2", size: each });
      expect(bytes).toMatch(/^\d+$/);
      expect(Number(bytes) * 8).toBeLessThanOrEqual(sizes[each].memoryGiB * 1024 ** 3);
    }
  });

  it("is one setting in each line, in order, so that brokers restart for what changed alone", () => {
    const lines = decideBrokerConfig(wish()).trimEnd().split("\n");
    expect(lines).toEqual([...new Set(lines)].toSorted());
    for (const line of lines) expect(line).toMatch(/^[a-z0-9_.]+ = [a-z0-9.]+$/);
  });
});

it("lets nobody among brokers without a certificate, on either side", () => {
  const [server = "", client = ""] = interNodeTls.split("{client");
  expect(server).toContain("{fail_if_no_peer_cert, true}");
  for (const side of [server, client]) {
    expect(side).toContain("{verify, verify_peer}");
    for (const file of ["ca.crt", "tls.crt", "tls.key"]) expect(side).toContain(`"/etc/rabbitmq-tls/${file}"`);
  }
});
