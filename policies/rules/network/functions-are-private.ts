import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, isList, judged, violated, type Place } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";
import { expectSomebody } from "../../facts/members.ts";

/** Functions are called by their queues alone, and run in the private network. */
export const functionsArePrivate: ResourceRule = {
  id: "PK-NET-021",
  name: "functions-are-private",
  says: "Functions are called by their queues alone, and run in the private network.",
  why: "A function takes what it is given for a message of its queue; with an address outside anybody could write one.",
  fix: {
    gcp: "Set `ingress: INGRESS_TRAFFIC_INTERNAL_ONLY`, and name who may invoke it.",
    aws: "Set `vpcConfig`, and make no `FunctionUrl`.",
    azure: "Leave `configuration.ingress` out, and set `vnetConfiguration: { internal: true }` on the environment.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-7", "CC6.6"],
  source: {
    gcp: "https://cloud.google.com/run/docs/securing/ingress",
    aws: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html",
    azure: "https://learn.microsoft.com/azure/container-apps/networking",
  },
  ...judgedByType({
    "gcp:cloudrunv2/service:Service": judgeCloudRun,
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": judgeInvoker,
    "aws:lambda/function:Function": judgeLambda,
    "aws:lambda/functionUrl:FunctionUrl": () => judged([violated("it gives a function an address outside")], ""),
    "azure-native:app:ContainerApp": judgeContainerApp,
    "azure-native:app:ManagedEnvironment": judgeEnvironment,
  }),
};

function judgeCloudRun(service: PlannedResource): Judgement {
  const inputs = inputsOf(service);
  return judged(
    [
      // All is the default.
      ...expectValue(
        at(inputs, "ingress"),
        "INGRESS_TRAFFIC_INTERNAL_ONLY",
        (value) => value === "INGRESS_TRAFFIC_INTERNAL_ONLY",
      ),
      ...expectValue(at(inputs, "invokerIamDisabled"), "false", (value) => value === false, "holds"),
      ...expectValue(
        at(inputs, "template", "vpcAccess", "networkInterfaces"),
        "a network",
        (value) => isList(value) && value.length > 0,
      ),
    ],
    "only who is named calls it, from inside",
  );
}

function judgeInvoker(grant: PlannedResource): Judgement {
  return judged(expectSomebody(grant), "it names who may call");
}

function judgeLambda(lambda: PlannedResource): Judgement {
  const config = at(inputsOf(lambda), "vpcConfig");
  // A list may be the cloud's to say; that there is one can be read.
  const there = (place: Place, what: string) => expectValue(place, what, (value) => isList(value) && value.length > 0);
  return judged(
    [
      ...(isAbsent(at(config, "subnetIds"))
        ? [violated(`${at(config, "subnetIds").path} is missing; it must be subnets`)]
        : []),
      ...there(at(config, "securityGroupIds"), "security groups"),
    ],
    "it runs in the network",
  );
}

function judgeContainerApp(app: PlannedResource): Judgement {
  const ingress = at(inputsOf(app), "configuration", "ingress");
  return judged(
    // False is the default.
    isAbsent(ingress) ? [] : expectValue(at(ingress, "external"), "false", (value) => value === false, "holds"),
    "it has no address outside",
  );
}

function judgeEnvironment(environment: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(environment), "vnetConfiguration", "internal"), "true", (value) => value === true),
    "what runs there has no address outside",
  );
}
