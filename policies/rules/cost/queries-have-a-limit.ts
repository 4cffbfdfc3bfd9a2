import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedTogether } from "../../by-type.ts";
import { queryQuota, usageLimit } from "../../facts/companions.ts";
import { at, expectValue, inputsOf, judged, type Finding } from "../../read.ts";
import { levels, type Judgement, type StackRule } from "../../rule.ts";
import { expectCompanion, type Stack } from "../../stack.ts";

/** Queries of a warehouse are refused before a day costs more than was wished for. */
export const queriesHaveALimit: StackRule = {
  id: "PK-CST-014",
  name: "queries-have-a-limit",
  says: "Queries of a warehouse are refused before a day costs more than was wished for.",
  why: "A warehouse bills what is read or how long it computes: one query in a loop is a month's bill in a night. On Azure the limit is set by SQL, which no plan shows.",
  fix: {
    gcp: "Make a `ConsumerQuotaOverride` of bigquery.googleapis.com/quota/query/usage with an `overrideValue` in MiB.",
    aws: "Make a `UsageLimit` of serverless-compute for the workgroup with `breachAction: deactivate`.",
  },
  severity: "medium",
  pack: "cost",
  levels: levels("advisory", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["FinOps"],
  source: {
    gcp: "https://cloud.google.com/bigquery/docs/custom-quotas",
    aws: "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html",
  },
  ...judgedTogether(
    {
      "gcp:bigquery/dataset:Dataset": judgeDataset,
      "aws:redshiftserverless/workgroup:Workgroup": judgeWorkgroup,
    },
    [queryQuota, usageLimit],
  ),
};

function judgeDataset(dataset: PlannedResource, stack: Stack): Judgement {
  return judged(expectCompanion(stack, dataset, queryQuota, expectQuota, "some"), "a day's queries have a limit");
}

function expectQuota(quota: PlannedResource): readonly Finding[] {
  const inputs = inputsOf(quota);
  return [
    ...expectValue(
      at(inputs, "limit"),
      "%2Fd%2Fproject, of each day and the project",
      (value) => value === "%2Fd%2Fproject",
    ),
    ...expectValue(
      at(inputs, "overrideValue"),
      "MiB above 0",
      (value) => typeof value === "string" && /^[1-9][0-9]*$/.test(value),
    ),
  ];
}

function judgeWorkgroup(workgroup: PlannedResource, stack: Stack): Judgement {
  return judged(expectCompanion(stack, workgroup, usageLimit, expectEnd, "some"), "a day's queries have a limit");
}

function expectEnd(limit: PlannedResource): readonly Finding[] {
  const inputs = inputsOf(limit);
  return [
    // It is only written down by default.
    ...expectValue(at(inputs, "breachAction"), "deactivate", (value) => value === "deactivate"),
    ...expectValue(at(inputs, "amount"), "RPU hours above 0", (value) => typeof value === "number" && value > 0),
  ];
}
