import { Budget as BillingBudget, type BudgetArgs } from "@pulumi/gcp/billing/budget.js";
import { NotificationChannel } from "@pulumi/gcp/monitoring/notificationChannel.js";
import { getProjectOutput } from "@pulumi/gcp/organizations/getProject.js";
import { Provider, type ProviderArgs } from "@pulumi/gcp/provider.js";
import { interpolate, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import type { Budget, BudgetSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { contentHash } from "../../../kit/names.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { labelsOf } from "../tags.ts";
import type { Apis } from "./services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpBudgetTransforms {
  readonly budget?: Transform<BudgetArgs>;
}

/** What a budget is made from. */
export interface GcpBudgetArgs {
  readonly apis: Apis;
  readonly spec: BudgetSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpBudgetTransforms | undefined;
}

/**
 * A budget of the project's billing account, for this project alone. Whoever runs `up` needs Billing Account Costs
 * Manager there. https://cloud.google.com/billing/docs/how-to/budgets
 *
 * The Budgets API answers people only on the account of a project, which no other API here asks for: the budget has a
 * provider of its own that says so. https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds
 */
export class GcpBudget extends Component implements Budget {
  static readonly type = "landbridge:gcp:Budget";

  constructor(name: string, { apis, spec, settings, transforms }: GcpBudgetArgs, opts: ComponentResourceOptions) {
    super(GcpBudget.type, name, { wish: spec.wish }, opts);
    const { billingAccount } = settings;
    if (billingAccount === undefined) throw new Error(`${name} has no billing account; checkGcp refuses that`);
    const dependsOn = apis.enable(["billingbudgets", "cloudresourcemanager", "monitoring"], opts);
    const channels = [...spec.wish.notify].sort().map((address) => {
      const labels = { type: "email", labels: { email_address: address }, userLabels: labelsOf(spec.tags) };
      // Named by what it says: an address that goes takes no other's channel with it.
      return new NotificationChannel(`${name}-${contentHash(address)}`, labels, { parent: this, dependsOn });
    });
    // A budget knows projects by their numbers; with an id each `up` would see a change.
    const { number } = getProjectOutput({ projectId: settings.project }, { parent: this, dependsOn });
    const ids = channels.map(({ id }) => id);
    const args = budgetArgs(name, spec, { billingAccount, project: interpolate`projects/${number}`, channels: ids });
    const provider = new Provider(`${name}-gcp`, providerArgs(settings), { parent: this });
    new BillingBudget(`${name}-month`, transformed(transforms?.budget, args), { parent: this, dependsOn, provider });
    this.registerOutputs({});
  }
}

function providerArgs({ project, regions }: GcpSettings): ProviderArgs {
  return {
    project,
    region: regions.primary,
    addPulumiAttributionLabel: false,
    userProjectOverride: true,
    billingProject: project,
  };
}

/** Where a budget belongs, and who is told. */
interface BudgetPlace {
  readonly billingAccount: string;
  readonly project: Input<string>;
  readonly channels: Output<string>[];
}

function budgetArgs(displayName: string, { wish }: BudgetSpec, place: BudgetPlace): BudgetArgs {
  return {
    billingAccount: place.billingAccount,
    displayName,
    budgetFilter: { projects: [place.project], calendarPeriod: "MONTH", creditTypesTreatment: "INCLUDE_ALL_CREDITS" },
    // Without a currency it is the billing account's, and no other is taken.
    amount: { specifiedAmount: { units: String(wish.monthly) } },
    thresholdRules: [
      ...[...wish.alertPercent]
        .sort((a, b) => a - b)
        .map((percent) => ({ thresholdPercent: percent / 100, spendBasis: "CURRENT_SPEND" })),
      { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
    ],
    allUpdatesRule: { monitoringNotificationChannels: place.channels, disableDefaultIamRecipients: true },
  };
}
