import { expect, test } from "vitest";
import type { PodState } from "./cluster-state.ts";
import { checkSelectors } from "./selectors.ts";

const pod: PodState = {
  ...{ namespace: "data", name: "a", labels: { app: "a" }, zone: "zone-a", ready: true, finished: false },
  waitsFor: undefined,
};
const object = (kind: string, spec: object, namespace = "data") => ({
  ...{ apiVersion: "v1", kind, spec },
  metadata: { name: "one", namespace },
});
const failuresOf = (kind: string, spec: object, namespace?: string) =>
  checkSelectors([object(kind, spec, namespace)], [pod]).failures;

test.each([
  ["NetworkPolicy", (app: string) => ({ podSelector: { matchLabels: { app } } })],
  ["PodDisruptionBudget", (app: string) => ({ selector: { matchLabels: { app } } })],
  ["Service", (app: string) => ({ selector: { app } })],
])("a %s that is about no pod fails", (kind, spec) => {
  expect(failuresOf(kind, spec("a"))).toEqual([]);
  expect(failuresOf(kind, spec("b"))).toEqual([`selects no pod: ${kind} data/one`]);
});

test("nothing is asked of what is about all pods, or has no selector, or stands where no pods are known", () => {
  expect(failuresOf("NetworkPolicy", { podSelector: {} })).toEqual([]);
  expect(failuresOf("Service", {})).toEqual([]);
  expect(failuresOf("ConfigMap", {})).toEqual([]);
  expect(failuresOf("Service", { selector: { app: "b" } }, "operators")).toEqual([]);
});

test("a role that an operator gives as pods run isn't asked for, the rest is", () => {
  expect(failuresOf("Service", { selector: { app: "a", "k8s.mariadb.com/role": "replica" } })).toEqual([]);
  expect(failuresOf("Service", { selector: { app: "b", "k8s.mariadb.com/role": "replica" } })).toHaveLength(1);
});

test("pods that a CronJob makes at its time count, as long as they are of the namespace", () => {
  const policy = object("NetworkPolicy", { podSelector: { matchLabels: { app: "copy" } } });
  const template = { metadata: { labels: { app: "copy" } } };
  const copies = (namespace?: string) =>
    object("CronJob", { jobTemplate: { spec: { template } } }, namespace ?? "data");
  expect(checkSelectors([policy, copies()], [pod]).failures).toEqual([]);
  expect(checkSelectors([policy, copies("other")], [pod]).failures).toHaveLength(1);
});

test("a Service of one broker is about the pod that stands in for it, and no other broker's", () => {
  const broker: PodState = { ...pod, name: "stand-in-events-b-1", labels: { "strimzi.io/cluster": "events" } };
  const leadsTo = (name: string) =>
    object("Service", { selector: { "strimzi.io/cluster": "events", "strimzi.io/pod-name": name } });
  expect(checkSelectors([leadsTo("events-b-1")], [broker]).failures).toEqual([]);
  expect(checkSelectors([leadsTo("events-b-3")], [broker]).failures).toHaveLength(1);
});
