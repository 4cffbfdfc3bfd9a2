import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { diagnosticSetting } from "../../facts/companions.ts";
import { expectLogged } from "../../diagnostics.ts";
import { at, expectValue, inputsOf, isAbsent, judged } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Companion, type Stack } from "../../stack.ts";

const accessLogSource: Companion = {
  types: ["aws:cloudwatch/logDeliverySource:LogDeliverySource"],
  at: ["resourceArn"],
  what: "LogDeliverySource",
};

/** Requests from the world are written down. */
export const edgeRequestsAreLogged: Rule = {
  id: "PK-LOG-005",
  name: "edge-requests-are-logged",
  says: "Requests from the world are written down.",
  why: "After an incident they say who asked for what, and when it began.",
  fix: {
    gcp: "Set `logConfig.enable: true` and a `sampleRate` on the backend service.",
    aws: "Make a `LogDeliverySource` of type ACCESS_LOGS for the distribution.",
    azure: "Make a `DiagnosticSetting` with FrontDoorAccessLog for the profile.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["AU-12", "CC7.2"],
  source: {
    gcp: "https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring",
    aws: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html",
    azure: "https://learn.microsoft.com/azure/frontdoor/standard-premium/how-to-logs",
  },
  ...judgedBoth(
    { "gcp:compute/backendService:BackendService": judgeBackend },
    { "aws:cloudfront/distribution:Distribution": judgeDistribution, "azure-native:cdn:Profile": judgeFrontDoor },
    [accessLogSource, diagnosticSetting],
  ),
};

function judgeBackend(backend: PlannedResource): Judgement {
  const config = at(inputsOf(backend), "logConfig");
  return judged(
    [
      ...expectValue(at(config, "enable"), "true", (value) => value === true),
      // All requests are the default.
      ...expectValue(
        at(config, "sampleRate"),
        "above 0",
        (value) => typeof value === "number" && value > 0 && value <= 1,
        "holds",
      ),
    ],
    "requests are logged",
  );
}

function judgeDistribution(distribution: PlannedResource, stack: Stack): Judgement {
  // The older kind of log, into a bucket.
  const older = at(inputsOf(distribution), "loggingConfig");
  if (!isAbsent(older))
    return judged(
      expectValue(at(older, "bucket"), "a bucket", (value) => typeof value === "string" && value !== ""),
      "requests are logged",
    );
  return judged(
    expectCompanion(
      stack,
      distribution,
      accessLogSource,
      (source) => expectValue(at(inputsOf(source), "logType"), "ACCESS_LOGS", (value) => value === "ACCESS_LOGS"),
      "some",
    ),
    "requests are logged",
  );
}

function judgeFrontDoor(profile: PlannedResource, stack: Stack): Judgement {
  return judged(expectLogged(stack, profile, [["FrontDoorAccessLog"]]), "requests are logged");
}
