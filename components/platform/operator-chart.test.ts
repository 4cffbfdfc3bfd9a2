import { expect, it } from "vitest";
import { keepDefinitions } from "./operator-chart.ts";

const args = (type: string) => ({ type, props: { a: 1 }, opts: { protect: true } });

it("keeps definitions when their chart goes, since every object of theirs would go too", () => {
  expect(keepDefinitions(args("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"))).toEqual({
    props: { a: 1 },
    opts: { protect: true, retainOnDelete: true },
  });
});

it("leaves everything else of a chart alone", () => {
  expect(keepDefinitions(args("kubernetes:apps/v1:Deployment"))).toBeUndefined();
});
