import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodesHaveTheirOwnAccount } from "./nodes-have-their-own-account.ts";

const good = goodNodePool;

export const fixtures: RuleFixtures = {
  rule: nodesHaveTheirOwnAccount,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "an account that exists": ["nodeConfig.serviceAccount", "nodes@example.iam.gserviceaccount.com"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["nodeConfig.serviceAccount", undefined],
      "is the default one": ["nodeConfig.serviceAccount", "123456-compute@developer.gserviceaccount.com"],
      "is a word": ["nodeConfig.serviceAccount", "default"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["nodeConfig.serviceAccount", unknownMarker],
      "a text of the cloud": ["nodeConfig.serviceAccount", fromCloud],
    }),
  },
  guards: [
    {
      path: "nodeConfig.serviceAccount",
      absent: "violated",
      bad: ["123456-compute@developer.gserviceaccount.com", "default"],
    },
  ],
};
