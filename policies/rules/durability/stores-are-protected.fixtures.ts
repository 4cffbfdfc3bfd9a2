import { planned, type RuleFixtures } from "../fixture.ts";
import { goodBucket, goodKey } from "../gcp-fixture.ts";
import { storesAreProtected } from "./stores-are-protected.ts";

const protectedBucket = { ...goodBucket, protect: true };

export const fixtures: RuleFixtures = {
  rule: storesAreProtected,
  holds: { "a protected bucket": [protectedBucket], "a protected key": [{ ...goodKey, protect: true }] },
  violated: {
    "is not protected": [goodBucket],
    "is deleted first": [{ ...protectedBucket, deleteBeforeReplace: true }],
    "a Kafka that is not": [planned("kubernetes:kafka.strimzi.io/v1:Kafka", {})],
  },
  // Options are known to the program, whatever the cloud says.
  undecided: {},
  guards: [],
};
