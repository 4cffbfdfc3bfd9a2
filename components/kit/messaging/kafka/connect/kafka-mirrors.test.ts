import { KafkaMirrorMaker2 } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaMirrorMaker2";
import { expect, it } from "vitest";
import { kafka } from "../../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../../plan.fixture.ts";
import { decideMirror, decideMirrorAcls, mirrorsOf, type NamedMirror } from "./kafka-mirrors.ts";
import { decideSourceTopics } from "./kafka-sources.ts";

const login = { user: "events.mirror.eu", secret: "events-login-mirror.eu", authority: "events-tls" };
const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

const wishOf = (changes: object = {}) =>
  kafka.parse({
    kind: "kafka",
    mirrors: {
      eu: {
        bootstrap: ["a.eu.example:9094", "b.eu.example:9094"],
        user: "reader",
        password: { secret: "eu-kafka" },
        topics: ["orders.created", "orders.paid"],
        ...changes,
      },
    },
  });
function mirrorOf(changes: object = {}): NamedMirror {
  const [mirror] = mirrorsOf(wishOf(changes));
  if (mirror === undefined) throw new Error("nothing is mirrored");
  return mirror;
}
const decide = (changes: object = {}) =>
  decideMirror("events", mirrorOf(changes), login, wishOf(), exampleSurroundings());

it("gives a custom resource that Strimzi takes", () => {
  for (const spec of [decide(), decide({ authority: pem, mechanism: "PLAIN", groups: ["commerce.order"] })]) {
    const resource = new KafkaMirrorMaker2({ metadata: { name: "events-mirror-eu" }, spec });
    expect(() => {
      resource.validate();
    }).not.toThrow();
  }
});

it("copies exactly the topics that are named, and no group unless it is", () => {
  const [mirror] = decide().mirrors;
  const topics = new RegExp(`^(?:${mirror?.topicsPattern ?? ""})$`);
  expect(["orders.created", "ordersxcreated", "orders.created.old"].map((name) => topics.test(name))).toEqual([
    ...[true, false, false],
  ]);
  const none = new RegExp(`^(?:${mirror?.groupsPattern ?? ""})$`);
  expect(none.test("commerce.order")).toBe(false);
  const kept = (changes: object) => decide(changes).mirrors[0]?.checkpointConnector?.config;
  expect(kept({})).toMatchObject({ "sync.group.offsets.enabled": false });
  expect(kept({ groups: ["a"] })).toMatchObject({ "sync.group.offsets.enabled": true });
});

it("writes nothing into the other Kafka, and each message once", () => {
  const [mirror] = decide().mirrors;
  for (const connector of [mirror?.sourceConnector, mirror?.checkpointConnector])
    expect(connector?.config).toMatchObject({ "offset-syncs.topic.location": "target" });
  expect(mirror?.sourceConnector?.config).toMatchObject({
    "exactly.once.support": "required",
    "consumer.isolation.level": "read_committed",
    "sync.topic.acls.enabled": false,
  });
  expect(decide().target.config).toMatchObject({ "exactly.once.source.support": "enabled" });
});

it("keeps names apart unless it is told not to, the same for both of its connectors", () => {
  const expectPolicy = (changes: object, policy: string) => {
    const [mirror] = decide(changes).mirrors;
    for (const one of [mirror?.sourceConnector, mirror?.checkpointConnector])
      expect(one?.config).toMatchObject({ "replication.policy.class": `org.apache.kafka.connect.mirror.${policy}` });
  };
  expectPolicy({}, "DefaultReplicationPolicy");
  expectPolicy({ naming: "same" }, "IdentityReplicationPolicy");
});

it("trusts whom it is told to, else public authorities, and always over TLS", () => {
  const sourceOf = (changes: object) => decide(changes).mirrors[0]?.source;
  expect(sourceOf({})?.tls).toEqual({});
  expect(sourceOf({ authority: pem })?.tls).toEqual({
    trustedCertificates: [{ secretName: "events-source.eu", certificate: "ca.crt" }],
  });
  expect(sourceOf({})?.bootstrapServers).toBe("a.eu.example:9094,b.eu.example:9094");
});

it("may write the copies and set the places of the groups that are named, and nothing else", () => {
  const topicsOf = (changes: object) =>
    decideMirrorAcls("events", mirrorOf(changes))
      .filter(({ resource, operations }) => resource.type === "topic" && operations.includes("Write"))
      .map(({ resource }) => resource.name);
  const notes = ["mirror_eu_configs", "mirror_eu_offsets", "mirror_eu_status"];
  const internal = ["eu.checkpoints.internal", "mm2-offset-syncs.eu.internal"];
  expect(topicsOf({})).toEqual([...notes, "eu.orders.created", "eu.orders.paid", ...internal]);
  expect(topicsOf({ naming: "same" })).toEqual([...notes, "orders.created", "orders.paid", ...internal]);
  const groups = decideMirrorAcls("events", mirrorOf({ groups: ["commerce.order"] }))
    .filter(({ resource }) => resource.type === "group")
    .map(({ resource }) => `${resource.patternType ?? ""} ${resource.name ?? ""}`);
  expect(groups).toEqual(["literal mirror_eu", "literal commerce.order"]);
  // To set a group's place in a topic is to commit, for which Kafka asks whether the topic may be read.
  const copy = decideMirrorAcls("events", mirrorOf()).find(({ resource }) => resource.name === "eu.orders.created");
  expect(copy?.operations).toContain("Read");
});

it("has its notes declared, and leaves the copies to itself", () => {
  expect(decideSourceTopics("events", wishOf(), {}).map(({ name }) => name)).toEqual([
    "mirror_eu_configs",
    "mirror_eu_offsets",
    "mirror_eu_status",
  ]);
});
