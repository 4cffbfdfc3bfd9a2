import { Budget as ConsumptionBudget, type BudgetArgs } from "@pulumi/azure-native/consumption/budget.js";
import type { consumption } from "@pulumi/azure-native/types/input.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Budget, BudgetSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { boundedName } from "../../../kit/names.ts";
import type { AzureSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface AzureBudgetTransforms {
  readonly budget?: Transform<BudgetArgs>;
}

/** What a budget is made from. */
export interface AzureBudgetArgs {
  readonly spec: BudgetSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureBudgetTransforms | undefined;
}

/**
 * A budget of the whole subscription, which is one environment's: most of it is spent in a second resource group, that of
 * the nodes. Whoever runs `up` needs Cost Management Contributor there.
 * https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets
 */
export class AzureBudget extends Component implements Budget {
  static readonly type = "landbridge:azure:Budget";

  constructor(name: string, { spec, settings, transforms }: AzureBudgetArgs, opts: ComponentResourceOptions) {
    super(AzureBudget.type, name, { wish: spec.wish }, opts);
    new ConsumptionBudget(
      `${name}-month`,
      transformed(transforms?.budget, budgetArgs(boundedName(name, nameLimits.budget), spec, settings)),
      // Its name is fixed, so a second can't stand beside the first.
      { parent: this, deleteBeforeReplace: true },
    );
    this.registerOutputs({});
  }
}

function budgetArgs(budgetName: string, { wish }: BudgetSpec, { subscription }: AzureSettings): BudgetArgs {
  const notice = (thresholdType: "Actual" | "Forecasted", threshold: number): consumption.NotificationArgs => ({
    enabled: true,
    operator: "GreaterThan",
    threshold,
    thresholdType,
    contactEmails: [...wish.notify].sort(),
  });
  return {
    budgetName,
    scope: `/subscriptions/${subscription}`,
    category: "Cost",
    timeGrain: "Monthly",
    amount: wish.monthly,
    // Azure takes the current month or a later one, and never another after that.
    timePeriod: { startDate: `${wish.from}-01T00:00:00Z` },
    notifications: {
      ...Object.fromEntries(wish.alertPercent.map((percent) => [`actual-${percent}`, notice("Actual", percent)])),
      "forecasted-100": notice("Forecasted", 100),
    },
  };
}
