import { expect, it } from "vitest";
import { postgres } from "../../../environments/schema/stores/stores.ts";
import { decideBackupDays } from "./backups.ts";

it("keeps backups for a month in production, and for a week elsewhere", () => {
  expect(decideBackupDays({ tier: "production" }, { pitrDays: 14 })).toBe(30);
  expect(decideBackupDays({ tier: "staging" }, { pitrDays: 1 })).toBe(7);
  expect(decideBackupDays({ tier: "development" }, { pitrDays: 1 })).toBe(7);
});

it("keeps them for as long as any moment can be restored, and never longer than every cloud can", () => {
  expect(decideBackupDays({ tier: "production" }, { pitrDays: 35 })).toBe(35);
  expect(decideBackupDays({ tier: "development" }, { pitrDays: 14 })).toBe(14);
  expect(postgres.shape.pitrDays.safeParse(36).success).toBe(false);
});
