import { describe, expect, it } from "vitest";
import type { Cloud } from "./cloud.ts";
import type { openAws } from "./clouds/aws/cloud.ts";
import type { openAzure } from "./clouds/azure/cloud.ts";
import type { openGcp } from "./clouds/gcp/cloud.ts";
import type { openLocal } from "./clouds/local/cloud.ts";

/** Members that a cloud could leave out and still pass for one. */
type Omissible = { [M in keyof Cloud]: Omit<Cloud, M> extends Cloud ? M : never }[keyof Cloud];

/** What a way to open a cloud promises. */
type Promised = ReturnType<typeof openAws | typeof openAzure | typeof openGcp | typeof openLocal>;

// Neither line compiles when a member becomes optional, or when a cloud promises less than the contract.
const omissible: [Omissible] extends [never] ? "nothing" : Omissible = "nothing";
const promised: [Promised] extends [Cloud] ? ([Cloud] extends [Promised] ? "the contract" : never) : never =
  "the contract";

describe("a cloud that leaves a method of the contract out", () => {
  it("doesn't compile, since none is optional and each cloud promises them all", () => {
    expect([omissible, promised]).toEqual(["nothing", "the contract"]);
  });
});
