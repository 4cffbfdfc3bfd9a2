import { Budget as MonthlyBudget, type BudgetArgs } from "@pulumi/aws/budgets/budget.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Budget, BudgetSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsBudgetTransforms {
  readonly budget?: Transform<BudgetArgs>;
}

/** What a budget is made from. */
export interface AwsBudgetArgs {
  readonly spec: BudgetSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsBudgetTransforms | undefined;
}

/**
 * A budget of the whole account, which is one environment's: by tags it would count nothing until whoever pays for the
 * organisation has activated them. https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 */
export class AwsBudget extends Component implements Budget {
  static readonly type = "landbridge:aws:Budget";

  constructor(name: string, { spec, settings, transforms }: AwsBudgetArgs, opts: ComponentResourceOptions) {
    super(AwsBudget.type, name, { wish: spec.wish }, opts);
    new MonthlyBudget(
      autoNamed(`${name}-month`, nameLimits.budget),
      transformed(transforms?.budget, budgetArgs(spec, settings)),
      { parent: this },
    );
    this.registerOutputs({});
  }
}

function budgetArgs({ wish, tags }: BudgetSpec, { account }: AwsSettings): BudgetArgs {
  const notice = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
    comparisonOperator: "GREATER_THAN",
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    subscriberEmailAddresses: [...wish.notify].sort(),
  });
  return {
    accountId: account,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: String(wish.monthly),
    // The one currency in which budgets are kept, whatever the invoice's is.
    limitUnit: "USD",
    timePeriodStart: `${wish.from}-01_00:00`,
    notifications: [
      ...[...wish.alertPercent].sort((a, b) => a - b).map((percent) => notice("ACTUAL", percent)),
      notice("FORECASTED", 100),
    ],
    tags: tagsOf(tags),
  };
}
