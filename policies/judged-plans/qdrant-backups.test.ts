import { expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

it("Qdrant that is copied breaks no rule in production, nor do the Jobs that copy, try and fill it", async () => {
  const likeness = {
    kind: "qdrant",
    dataClass: "internal",
    collections: { pictures: { size: 512 } },
    backups: { bucket: "copies" },
    restoreFrom: { bucket: "copies", store: "older" },
  } as const;
  const buckets = { copies: { dataClass: "internal" } } as const;
  const plan = await planEnvironment(gcpEnvironment({ stores: { likeness }, buckets, domains: {} }), {
    layer: "cluster",
  });
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  const own = verdicts.filter(({ urn }) => urn.includes("-likeness"));
  expect(own.filter(({ rule }) => rule === "PK-DUR-018").map(({ verdict }) => verdict)).toEqual(["holds"]);
  // Nobody has seen the digests of these images yet.
  const wrong = own.filter(({ rule, verdict }) => verdict === "violated" && rule !== "PK-WKL-018");
  expect(wrong.map(({ rule, urn, message }) => [rule, urn, message])).toEqual([]);
});
