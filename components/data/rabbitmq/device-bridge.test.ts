import { beforeAll, describe, expect, it } from "vitest";
import { isSecret, type PlannedResource } from "../../../plan/planned-resource.ts";
import type { StoreAccess } from "../../cloud.ts";
import { deviceEnvironment } from "../../devices.fixture.ts";
import { bridgePods } from "../../kit/messaging/rabbitmq/device-bridge.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { Namespace } from "../../platform/namespace.ts";
import { operatedKinds } from "../../platform/needed-operators.ts";
import { OperatorCharts } from "../../platform/operator-charts.ts";
import {
  custom,
  exampleAuthority,
  exampleSurroundings,
  objectAt,
  planComponents,
  waitsFor,
} from "../../plan.fixture.ts";
import { DataStores } from "../data-stores.ts";

let resources: PlannedResource[] = [];
let access: StoreAccess | undefined;

beforeAll(async () => {
  const environment = deviceEnvironment({ keys: [1, 2] });
  resources = await planComponents((opts) => {
    const surroundings = exampleSurroundings({ tier: "production" });
    const flows = environmentFlows(environment);
    const data = new Namespace(
      "shop-data",
      { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows, protect: true },
      opts,
    );
    const kinds = operatedKinds(environment);
    const { ready } = new OperatorCharts("shop-operators", { kinds, surroundings, flows, watched: data }, opts);
    const common = { surroundings, namespace: data.name, operators: ready, authority: exampleAuthority() };
    access = new DataStores("shop-stores", { environment, ...common }, opts).access["things"];
  });
});

const found = (name: string) => custom(resources, `shop-stores-things-${name}`);
const text = (resource: PlannedResource) => JSON.stringify(resource.inputs);

describe("brokers with devices", () => {
  it("have the plug-ins, the settings, and the keys as files", () => {
    const spec = text(found("brokers-cluster"));
    expect(spec).toContain('"additionalPlugins":["rabbitmq_auth_backend_oauth2","rabbitmq_mqtt"]');
    expect(spec).toContain("auth_oauth2.default_key = things-2");
    expect(spec).toContain('"mountPath":"/etc/rabbitmq-devices"');
    const { name } = objectAt(found("brokers-device-keys"), "metadata");
    expect(spec).toContain(`"configMap":{"name":${JSON.stringify(name)}}`);
    expect(Object.keys(objectAt(found("brokers-device-keys"), "data"))).toEqual(["things-1.pem", "things-2.pem"]);
    expect(waitsFor(found("brokers-cluster"))).toContain("shop-stores-things-brokers-device-keys");
  });

  it("sign by keys of their own, of which none but the newest is told", () => {
    for (const key of [1, 2])
      expect(found(`brokers-device-key-${key}`).inputs).toEqual({ algorithm: "ECDSA", ecdsaCurve: "P256" });
    if (access?.kind !== "rabbitmq" || access.mqtt === undefined) throw new Error("things tells nothing of devices");
    expect(access.mqtt).toMatchObject({ registry: "iot-registry", clients: ["iot-gateway"], keyId: "things-2" });
    expect(access.mqtt).toMatchObject({ port: 8883, audience: "things", scope: "device" });
  });

  it("have queues of channels, the bridge's login and its rights from the same Job as everything inside", () => {
    const files = text(found("config"));
    expect(files).toContain("PUT queues/things/devices_telemetry ");
    expect(files).toContain("PUT topic-permissions/things/bridge ");
    expect(files).toContain('case \\"$queue\\" in mqtt-*) continue');
  });
});

describe("the bridge", () => {
  it("runs three times with one container for each direction, restricted, and waits for both stores and its login", () => {
    const deployment = found("bridge-deployment");
    const spec = objectAt(deployment, "spec");
    expect(spec["replicas"]).toBe(3);
    expect(objectAt(deployment, "spec", "selector", "matchLabels")).toEqual(bridgePods("things").labels);
    const pod = text(deployment);
    expect(pod).toContain("ghcr.io/warpstreamlabs/bento:1.20.0");
    expect(pod).toContain('"args":["-c","/etc/landbridge/bridge/collect.yaml"]');
    expect(pod).toContain('"args":["-c","/etc/landbridge/bridge/command.yaml"]');
    expect(pod.match(/"readOnlyRootFilesystem":true/g)).toHaveLength(2);
    expect(waitsFor(deployment)).toEqual(
      expect.arrayContaining(["shop-stores-things-bridge-user", "shop-stores-things-job"]),
    );
  });

  it("begins anew with another password, by a mark that tells nothing of it", () => {
    const { annotations } = objectAt(found("bridge-deployment"), "spec", "template", "metadata");
    expect(annotations).toEqual({ "landbridge.dev/logins": expect.stringMatching(/^[0-9a-f]{10}$/) as unknown });
  });

  it("has a user of its own in Kafka, and both passwords from a Secret", () => {
    const user = found("bridge-user");
    expect(objectAt(user, "metadata")).toMatchObject({
      name: "events.devices.things",
      labels: { "strimzi.io/cluster": "events" },
    });
    const logins = found("bridge-logins");
    expect(isSecret(logins.inputs["stringData"])).toBe(true);
    const pod = text(found("bridge-deployment"));
    for (const key of ["KAFKA_PASSWORD", "RABBITMQ_URL"]) expect(pod).toContain(`"secretKeyRef":{"key":"${key}"`);
  });

  it("knows who signed both certificates", () => {
    expect(Object.keys(objectAt(found("bridge-authorities"), "data")).sort()).toEqual(["events.pem", "things.pem"]);
  });

  it("writes to topics that the operator makes", () => {
    expect(objectAt(custom(resources, "shop-stores-events-topic-things.telemetry"), "spec")).toMatchObject({
      partitions: 6,
    });
  });
});
