import { expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const service = (access: "read" | "read-write") => ({
  image: "commerce/order:1.0.0",
  uses: { documents: access },
  serves: { rest: {} },
  scale: { min: 3, max: 6 },
});
const domains = {
  commerce: { owner: "commerce", services: { order: service("read-write"), report: service("read") } },
};
const documents = { kind: "mongodb" as const, placement: "managed" as const, size: "large" as const };

const clouds: readonly (readonly [name: string, environment: AnyEnvironment, guarded: readonly string[]])[] = [
  [
    "aws",
    awsEnvironment({ stores: { documents: { ...documents, dataClass: "personal" } }, domains }),
    ["PK-DUR-001", "PK-DUR-003", "PK-DUR-004", "PK-DUR-005", "PK-DUR-006", "PK-ENC-002", "PK-ENC-009", "PK-LOG-004"],
  ],
  [
    "azure",
    azureEnvironment({ stores: { documents: { ...documents, dataClass: "internal" } }, domains }),
    ["PK-DUR-003", "PK-DUR-004", "PK-DUR-006", "PK-ENC-002", "PK-LOG-004", "PK-NET-006"],
  ],
  [
    "any cloud, in the cluster,",
    gcpEnvironment({
      stores: {
        documents: { ...documents, placement: "in-cluster", dataClass: "personal", backups: { bucket: "copies" } },
      },
      buckets: { copies: { dataClass: "personal" } },
      domains,
    }),
    ["PK-CST-008", "PK-DUR-004", "PK-DUR-006", "PK-DUR-018", "PK-ENC-009"],
  ],
];

it.each(clouds)("a store that speaks MongoDB's protocol is judged on %s and holds in production", async (...given) => {
  const [, environment, guarded] = given;
  const plan = await planEnvironment(environment);
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  const ours = verdicts.filter(({ urn }) => /documents|commerce-(?:order|report)/.test(urn));
  const wrong = ours.filter(({ verdict }) => verdict === "violated" || verdict === "undecided");
  // Digests of images are the environment's to write.
  expect(
    wrong.filter(({ rule }) => rule !== "PK-WKL-018").map(({ rule, urn, message }) => [rule, urn, message]),
  ).toEqual([]);
  const held = ours.filter(({ verdict, urn }) => verdict === "holds" && urn.includes("documents"));
  expect([...new Set(held.map(({ rule }) => rule))]).toEqual(expect.arrayContaining([...guarded]));
});
