import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import {
  at,
  entriesOf,
  expectValue,
  inputsOf,
  isList,
  itemsOf,
  judged,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** A budget tells somebody before it is spent. */
export const budgetsWarn: ResourceRule = {
  id: "PK-CST-011",
  name: "budgets-warn",
  says: "A budget tells somebody before it is spent.",
  why: "A bill that nobody expected is found a month later.",
  fix: "Set `notify` and `alertPercent` of the budget in the environment.",
  severity: "low",
  pack: "cost",
  levels: levels("advisory", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["FinOps"],
  source: {
    gcp: "https://cloud.google.com/billing/docs/how-to/budgets",
    aws: "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
    azure: "https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",
  },
  ...judgedByType({
    "gcp:billing/budget:Budget": judgeGoogle,
    "aws:budgets/budget:Budget": judgeAws,
    "azure-native:consumption:Budget": judgeAzure,
  }),
};

/** Without channels of ours Google tells the billing account's administrators, unless that is turned off. */
function judgeGoogle(budget: PlannedResource): Judgement {
  const inputs = inputsOf(budget);
  const updates = at(inputs, "allUpdatesRule");
  const silent = at(updates, "disableDefaultIamRecipients").value === true;
  return judged(
    [
      ...expectSome(at(inputs, "thresholdRules"), "a list of thresholds"),
      ...(silent ? expectSome(at(updates, "monitoringNotificationChannels"), "a list of channels") : []),
    ],
    "somebody is told",
  );
}

function judgeAws(budget: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(budget), "notifications"));
  return judged(
    [
      ...findings,
      ...(findings.length > 0 ? [] : noneOf(items)),
      ...items.flatMap((item) => expectSome(at(item, "subscriberEmailAddresses"), "addresses")),
    ],
    "somebody is told",
  );
}

function judgeAzure(budget: PlannedResource): Judgement {
  const { entries, findings } = entriesOf(at(inputsOf(budget), "notifications"));
  const notices = entries.map(([, place]) => place);
  return judged(
    [
      ...findings,
      ...(findings.length > 0 ? [] : noneOf(notices)),
      ...notices.flatMap((notice) => [
        ...expectValue(at(notice, "enabled"), "true", (value) => value === true),
        ...expectSome(at(notice, "contactEmails"), "addresses"),
      ]),
    ],
    "somebody is told",
  );
}

function noneOf(notices: readonly Place[]): readonly Finding[] {
  return notices.length === 0 ? [violated("notifications is empty; nobody is told")] : [];
}

function expectSome(list: Place, wanted: string): readonly Finding[] {
  return expectValue(list, wanted, (value) => isList(value) && value.length > 0);
}
