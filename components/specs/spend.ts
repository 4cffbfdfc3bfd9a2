import type { BudgetWish } from "../../environments/schema/spend.ts";
import type { Tags } from "../kit/tags.ts";

/** What a budget is asked to be, and who hears of it. */
export interface BudgetSpec {
  readonly wish: BudgetWish;
  readonly tags: Tags;
}

/** A budget gives nothing that others use. */
export type Budget = object;
