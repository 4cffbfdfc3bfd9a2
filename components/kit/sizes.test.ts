import { expect, test } from "vitest";
import { size } from "../../environments/schema/names.ts";
import { quantities, sizes, volumeSize } from "./sizes.ts";

// What Kubernetes' library writes for a quantity that it has read: the largest suffix that leaves a whole number.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
test("a capacity is written as operators write it when they save a resource, so that they never take the field over", () => {
  expect(Object.fromEntries(size.options.map((of) => [of, quantities(sizes[of])]))).toEqual({
    nano: { cpu: "100m", memory: "128Mi" },
    micro: { cpu: "250m", memory: "512Mi" },
    small: { cpu: "500m", memory: "1Gi" },
    medium: { cpu: "1", memory: "4Gi" },
    large: { cpu: "2", memory: "8Gi" },
    xlarge: { cpu: "4", memory: "16Gi" },
    "2xlarge": { cpu: "8", memory: "32Gi" },
  });
  expect(quantities({ cpu: 1.5, memoryGiB: 1.5 })).toEqual({ cpu: "1500m", memory: "1536Mi" });
});

test("a volume's size too", () => {
  expect([volumeSize(10), volumeSize(1000), volumeSize(1024), volumeSize(16384)]).toEqual([
    "10Gi",
    "1000Gi",
    "1Ti",
    "16Ti",
  ]);
});
