import { expect, it } from "vitest";
import { holdsData } from "./protection.ts";

it("says that data isn't deleted first, also where it isn't protected: left out, the provider would decide", () => {
  expect(holdsData(true)).toEqual({ protect: true, deleteBeforeReplace: false });
  expect(holdsData(false)).toEqual({ protect: false, deleteBeforeReplace: false });
});
