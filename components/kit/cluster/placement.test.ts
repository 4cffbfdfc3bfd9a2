import { describe, expect, it } from "vitest";
import { decideNodeChoice, decideNodePreference } from "./placement.ts";

describe("where pods run", () => {
  it("is required for stores, which alone tolerate their nodes' taint", () => {
    expect(decideNodeChoice("data", { purposes: ["data", "general"] })).toEqual({
      nodeSelector: { "landbridge.dev/purpose": "data" },
      tolerations: [{ key: "landbridge.dev/purpose", operator: "Equal", value: "data", effect: "NoSchedule" }],
    });
  });

  it("is a wish for services, so that they find a node when their pool is full", () => {
    const { affinity } = decideNodePreference("general", { purposes: ["general"] });
    expect(affinity?.nodeAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          preference: { matchExpressions: [{ key: "landbridge.dev/purpose", operator: "In", values: ["general"] }] },
        },
      ],
    });
  });

  it("is left out where the cluster has no such nodes: an empty value would come back as null", () => {
    expect(decideNodeChoice("data", { purposes: [] })).toEqual({});
    expect(decideNodePreference("general", { purposes: ["data"] })).toEqual({});
  });
});
