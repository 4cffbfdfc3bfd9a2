import { chartLock } from "../../../charts/catalogue.ts";
import { asTheProviderSees, saysNothing } from "../../facts/objects.ts";
import { chartType } from "../../../plan/planned-resource.ts";
import {
  at,
  inputsOf,
  judged,
  notApplicable,
  textAt,
  undecidedAt,
  hiddenBecause,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** The digest of every chart was seen and is recorded. */
export const chartDigestIsKnown: ResourceRule = {
  id: "PK-GOV-009",
  name: "chart-digest-is-known",
  says: "The digest of every chart was seen and is recorded.",
  why: "A version can be published again with other contents; a digest can't.",
  fix: "Run `landbridge charts lock` where the registries can be reached.",
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "advisory", "advisory"),
  exemptible: true,
  compliance: ["CM-14", "SI-7"],
  source: "https://helm.sh/docs/topics/registries/",
  appliesTo: [chartType],
  judge: (resource) =>
    saysNothing(resource)
      ? notApplicable(asTheProviderSees)
      : judged(judgeDigest(inputsOf(resource)), "its digest is recorded"),
};

function judgeDigest(inputs: Place): Finding[] {
  const chart = at(inputs, "chart");
  if (hiddenBecause(chart.value) !== undefined) return [undecidedAt(chart)];
  // An OCI address ends in the chart's name.
  const name = textAt(chart)?.split("/").at(-1) ?? "";
  const locked = Object.hasOwn(chartLock.charts, name) ? chartLock.charts[name] : undefined;
  if (locked === undefined) return [violated(`chart ${name} has no entry in charts/charts.lock.json`)];
  if (locked.version !== textAt(at(inputs, "version")))
    return [violated(`chart ${name} is locked at ${locked.version}, the plan asks for another version`)];
  return /^sha256:[a-f0-9]{64}$/.test(locked.digest)
    ? []
    : [violated(`the digest of chart ${name} ${locked.version} is ${locked.digest}: nobody has seen it`)];
}
