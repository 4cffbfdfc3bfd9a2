import { describe, expect, it } from "vitest";
import { psmdbOperator } from "../../../../charts/psmdb-operator.ts";
import { mongodb, type MongodbWish } from "../../../../environments/schema/stores/mongodb.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { storePods } from "../../network/flows/store-flows.ts";
import type { Surroundings } from "../../surroundings.ts";
import {
  decideMembers,
  decideMongodbCluster,
  decideMongodbHosts,
  mongodbOperatorUsers,
  mongodbOperatorVersion,
  mongodbPodLabels,
} from "./mongodb-cluster.ts";

const wish = (changes: Partial<MongodbWish> = {}): MongodbWish => mongodb.parse({ kind: "mongodb", ...changes });

function decide(changes: Partial<MongodbWish> = {}, around: Partial<Surroundings> = {}) {
  const spec = decideMongodbCluster(
    wish(changes),
    {
      name: "documents",
      image: "mirror.example/server:8.0",
      initImage: "mirror.example/operator:1",
      exporterImage: "mirror.example/exporter:1",
      labels: { "landbridge.dev/owner": "platform-team" },
      secrets: { users: "users", certificate: "certificate", keyFile: "key", admin: "admin" },
      serviceAccount: "documents-mongodb",
    },
    exampleSurroundings(around),
  );
  const [members] = spec.replsets;
  if (members === undefined || spec.replsets.length !== 1) throw new Error("there is one replica set");
  return { spec, members };
}

describe("a replica set in the cluster", () => {
  it("has three members, and one only where that is wished for and told to the operator", () => {
    expect(decide().members.size).toBe(3);
    expect(decide().spec.unsafeFlags).toBeUndefined();
    expect(decide({ replicas: 4 }).members.size).toBe(5);
    expect(decide({ replicas: 0 })).toMatchObject({
      members: { size: 1 },
      spec: { unsafeFlags: { replsetSize: true } },
    });
  });

  it("answers by TLS alone, with our certificate for clients and members, and asks clients for none", () => {
    const { spec, members } = decide();
    expect(spec.tls).toEqual({
      mode: "requireTLS",
      allowInvalidCertificates: false,
      certManagementPolicy: "userProvidedOnly",
    });
    expect(spec.secrets).toEqual({ users: "users", ssl: "certificate", sslInternal: "certificate", keyFile: "key" });
    expect(members.configuration).toContain("net:\n  tls:\n    allowConnectionsWithoutCertificates: true\n");
  });

  it("gives our user what it needs to make others, and to write only where it remembers them", () => {
    expect(decide().spec.users).toEqual([
      {
        name: "landbridge",
        db: "admin",
        passwordSecretRef: { name: "admin", key: "password" },
        roles: [
          { name: "readWrite", db: "landbridge" },
          { name: "userAdminAnyDatabase", db: "admin" },
        ],
      },
    ]);
  });

  // https://docs.percona.com/percona-operator-for-mongodb/system-users.html
  it("names every user that the operator would else make a password for", () => {
    expect(Object.keys(mongodbOperatorUsers)).toEqual([
      "MONGODB_BACKUP",
      "MONGODB_CLUSTER_ADMIN",
      "MONGODB_CLUSTER_MONITOR",
      "MONGODB_DATABASE_ADMIN",
      "MONGODB_USER_ADMIN",
    ]);
    expect(Object.values(mongodbOperatorUsers)).not.toContain("landbridge");
  });

  it("asks its makers for nothing, and moves to no version by itself", () => {
    const { spec } = decide();
    expect(spec.upgradeOptions).toEqual({ apply: "disabled", setFCV: false });
    expect(spec.crVersion).toBe(psmdbOperator.appVersion);
    expect(mongodbOperatorVersion).toBe(psmdbOperator.version);
    expect([spec.image, spec.initImage]).toEqual(["mirror.example/server:8.0", "mirror.example/operator:1"]);
  });

  it("lets a member wait rather than that zones become uneven in production, and two never share a node", () => {
    const { topologySpreadConstraints, affinity } = decide().members;
    expect(topologySpreadConstraints).toMatchObject([
      {
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: { matchLabels: mongodbPodLabels("documents") },
      },
      { topologyKey: "kubernetes.io/hostname" },
    ]);
    const term = {
      topologyKey: "kubernetes.io/hostname",
      labelSelector: { matchLabels: mongodbPodLabels("documents") },
    };
    expect(affinity).toEqual({
      advanced: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
    });
  });

  it("fits on a laptop's only node", () => {
    const { members } = decide({}, { zones: 1 });
    expect(JSON.stringify(members.affinity)).toContain("preferredDuringScheduling");
    expect(JSON.stringify(members)).not.toContain("required");
    expect(JSON.stringify(members.topologySpreadConstraints)).not.toContain("DoNotSchedule");
  });

  it("runs on nodes for data, on volumes of the class that is given, which grow", () => {
    const { spec, members } = decide({ storageGiB: 200, size: "large" });
    expect(members).toMatchObject({
      nodeSelector: { "landbridge.dev/purpose": "data" },
      resources: { requests: { cpu: "2", memory: "8Gi" }, limits: { memory: "8Gi" } },
      volumeSpec: {
        persistentVolumeClaim: { storageClassName: "fast", resources: { requests: { storage: "200Gi" } } },
      },
    });
    expect(spec.storageScaling).toEqual({ enableVolumeScaling: true });
    const bare = decide({}, { storageClass: "" }).members.volumeSpec.persistentVolumeClaim;
    expect(Object.keys(bare)).toEqual(["accessModes", "resources"]);
  });

  it("keeps what was asked out of the log where data is sensitive", () => {
    expect(decide({ dataClass: "personal" }).members.configuration).toContain("redactClientLogData: true");
    expect(decide({ dataClass: "confidential" }).members.configuration).toContain("redactClientLogData: true");
    expect(decide({ dataClass: "internal" }).members.configuration).not.toContain("redact");
  });

  it("keeps to the restricted Pod Security Standard, in every container", () => {
    const { spec, members } = decide();
    const restricted = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    };
    expect(spec.initContainerSecurityContext).toMatchObject(restricted);
    expect(members.containerSecurityContext).toMatchObject(restricted);
    expect(members.podSecurityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1001, fsGroup: 1001 });
  });

  it("has the labels that flows lead to", () => {
    expect(storePods("documents", "mongodb").labels).toEqual(mongodbPodLabels("documents"));
  });
});

describe("the names of a replica set", () => {
  const domain = "landbridge-data.svc.cluster.local";

  it("are those of all members, as members know each other", () => {
    expect(decideMembers("documents", wish())).toBe(
      [0, 1, 2].map((index) => `documents-rs0-${index}.documents-rs0.${domain}:27017`).join(","),
    );
    expect(decideMembers("documents", wish({ replicas: 0 }))).toBe(`documents-rs0-0.documents-rs0.${domain}:27017`);
  });

  it("stand in the certificate", () => {
    const hosts = decideMongodbHosts("documents");
    expect(hosts).toContain(`*.documents-rs0.${domain}`);
    expect(hosts).toContain(`documents-rs0.${domain}`);
  });
});
