import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseConnectionsUseTls } from "./database-connections-use-tls.ts";

const good = goodDatabase;

export const fixtures: RuleFixtures = {
  rule: databaseConnectionsUseTls,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "asks for certificates": ["settings.ipConfiguration.sslMode", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.ipConfiguration.sslMode", undefined],
      "takes both": ["settings.ipConfiguration.sslMode", "ALLOW_UNENCRYPTED_AND_ENCRYPTED"],
    }),
    ...changes([good], { "has no settings": ["settings", undefined] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.ipConfiguration.sslMode", unknownMarker],
      "a text of the cloud": ["settings.ipConfiguration.sslMode", fromCloud],
    }),
  },
  guards: [{ path: "settings.ipConfiguration.sslMode", absent: "violated", bad: ["ALLOW_UNENCRYPTED_AND_ENCRYPTED"] }],
};
