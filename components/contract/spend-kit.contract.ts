import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { AuditTrailSpec, BudgetSpec, Cloud, Key, ObjectStore } from "../cloud.ts";
import type { Tags } from "../kit/tags.ts";
import type { Asked } from "./asked.contract.ts";
import { tags, type Build } from "./kit.contract.ts";

/** A trail that differs from the usual one; the bucket by its name, the key by whether it is there. */
export type AuditTrailChange = Partial<Pick<AuditTrailSpec, "tags" | "protect">> & {
  readonly store?: string;
  readonly key?: boolean;
};

/** The methods of the contract that are about money and about who did what, with specs filled in. */
export interface SpendKit {
  auditTrail(change?: AuditTrailChange): Output<unknown>;
  budget(change?: Partial<BudgetSpec>): Output<unknown>;
}

/** The names that the kit gives to what it makes. */
export const spendNames = { auditTrail: "shop-audit-trail", budget: "shop-budget" } as const;

/** The budget that specs are filled in with. */
const wish: BudgetSpec["wish"] = {
  monthly: 3000,
  from: "2026-12",
  alertPercent: [50, 100],
  notify: ["platform@example.org"],
};

/** Handles that the rest of the kit makes when they are first needed. */
export interface SpendHandles {
  readonly auditBucket: (name: string) => ObjectStore;
  readonly key: () => Key | undefined;
  readonly tags: Tags;
}

/** The kit on a cloud. */
export function spendKitOf(cloud: Cloud, handles: SpendHandles, opts: ComponentResourceOptions): SpendKit {
  return {
    auditTrail({ store = "shop-audit-records", key = true, ...change } = {}) {
      const spec = { store: handles.auditBucket(store), tags: handles.tags, protect: true };
      cloud.auditTrail(spendNames.auditTrail, { ...spec, ...change, key: key ? handles.key() : undefined }, opts);
      return output(store);
    },
    budget(change = {}) {
      cloud.budget(spendNames.budget, { wish, tags: handles.tags, ...change }, opts);
      return output(wish.from);
    },
  };
}

const otherTags = { ...tags, owner: "other" };
const costing =
  (change: Partial<BudgetSpec["wish"]>): Build =>
  (kit) =>
    kit.budget({ wish: { ...wish, ...change } });

/** A trail's fields. */
export const auditTrail: Asked<AuditTrailSpec> = {
  store: { store: (kit) => kit.auditTrail({ store: "shop-other-records" }) },
  key: { key: (kit) => kit.auditTrail({ key: false }) },
  tags: { tags: (kit) => kit.auditTrail({ tags: otherTags }) },
  protect: { protect: (kit) => kit.auditTrail({ protect: false }) },
};

/** A budget's fields. */
export const budget: Asked<BudgetSpec> = {
  wish: {
    "wish.monthly": costing({ monthly: 4000 }),
    "wish.from": costing({ from: "2027-01" }),
    "wish.alertPercent": costing({ alertPercent: [50, 90] }),
    "wish.notify": costing({ notify: ["finance@example.org"] }),
  },
  tags: { tags: (kit) => kit.budget({ tags: otherTags }) },
};
