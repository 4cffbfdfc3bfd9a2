import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { sumOf, times, type Requests } from "../plan/capacity/pod-group.ts";
import { requestsOf } from "../plan/capacity/quantities.ts";
import { readers } from "../plan/capacity/readers.ts";
import { planEnvironment } from "../plan/plan-environment.ts";
import { chartType, type PlannedResource } from "../plan/planned-resource.ts";
import { clusterObject, type ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { loadPlatform } from "../stacks/load.ts";
import { madeByOperator, operators, whyUnseen } from "./operated-pods.ts";
import type { ContainerOfOperator } from "./operated/made-by-operator.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** With every kind of store in the cluster, in several copies. */
const environments = ["critical-aws-dev", "example-service-azure-dev", "webshop-gcp-dev"];

describe("what operators make of the shipped environments' stores", () => {
  const planned: {
    readonly resource: PlannedResource;
    readonly others: readonly ClusterObject[];
    readonly counted: Requests & { readonly pods: number };
  }[] = [];

  beforeAll(async () => {
    for (const name of environments) {
      const { environment } = loadPlatform(name, root);
      const { resources } = await planEnvironment(environment);
      const around = { environment, resources, canBeManaged: () => true };
      const others = resources.flatMap(({ inputs }) => {
        const object = clusterObject.safeParse(inputs);
        return object.success ? [object.data] : [];
      });
      for (const resource of resources.filter(({ type }) => Object.hasOwn(operators, type))) {
        const { groups } = readers[resource.type]?.(resource, around) ?? { groups: [] };
        planned.push({
          resource,
          others,
          counted: {
            pods: groups.reduce((sum, { most }) => sum + most, 0),
            ...sumOf(groups.map(({ each, most }) => times(each, most))),
          },
        });
      }
    }
  }, 120_000);

  // Nobody asks for a Rollout yet, but charts may bring one.
  it.each(Object.keys(operators).filter((type) => !type.endsWith(":Rollout")))("%s is in one of them", (type) => {
    expect(planned.map(({ resource }) => resource.type)).toContain(type);
  });

  it("is as many pods, and as large, as capacity is reckoned with", () => {
    for (const { resource, others, counted } of planned) {
      const { pods } = madeByOperator(clusterObject.parse(resource.inputs), others);
      expect([
        resource.name,
        {
          pods: pods.reduce((sum, { replicas }) => sum + replicas, 0),
          ...sumOf(pods.map(({ containers, replicas }) => times(sumOf(containers.map(asked)), replicas))),
        },
      ]).toEqual([resource.name, counted]);
    }
  });
});

const requests = z.object({ requests: z.record(z.string(), z.string()).default({}) }).prefault({});
const asked = ({ resources }: ContainerOfOperator): Requests => requestsOf(requests.parse(resources));

describe("a kind of object", () => {
  const unseen = (type: string): string | undefined => {
    const [, apiVersion = "", kind = ""] = type.split(":");
    return whyUnseen({ apiVersion: apiVersion.replace(/^core\//, ""), kind });
  };

  it.each(Object.keys(readers).filter((type) => type !== chartType))("that becomes pods is seen: %s", (type) => {
    expect(unseen(type)).toBeUndefined();
  });

  it("that becomes no pods needs nothing", () => {
    expect(unseen("kubernetes:core/v1:ConfigMap")).toBeUndefined();
    expect(unseen("kubernetes:kafka.strimzi.io/v1:KafkaTopic")).toBeUndefined();
  });

  it("fails where nobody says whether it becomes pods", () => {
    expect(unseen("kubernetes:example.org/v1:Thing")).toContain("Thing of example.org/v1 may become pods");
  });
});
