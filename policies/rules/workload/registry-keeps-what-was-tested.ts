import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** A registry keeps a tag where it is and looks into what is pushed; nobody gets in without being known. */
export const registryKeepsWhatWasTested: ResourceRule = {
  id: "PK-WKL-024",
  name: "registry-keeps-what-was-tested",
  says: "A registry keeps a tag where it is and looks into what is pushed; nobody gets in without being known.",
  why: "A tag that moves runs something else than was tested; a shared password pushes anything.",
  fix: {
    aws: "Set `imageTagMutability: IMMUTABLE` and `imageScanningConfiguration.scanOnPush: true`.",
    azure: "Leave `adminUserEnabled` and `anonymousPullEnabled` at false.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CM-14", "RA-5"],
  source: {
    aws: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    azure: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
  },
  ...judgedByType({
    "aws:ecr/repository:Repository": judgeEcr,
    "azure-native:containerregistry:Registry": judgeRegistry,
  }),
};

function judgeEcr(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [
      // MUTABLE is the default.
      ...expectValue(at(inputs, "imageTagMutability"), "IMMUTABLE", (value) => value === "IMMUTABLE"),
      ...expectValue(at(inputs, "imageScanningConfiguration", "scanOnPush"), "true", (value) => value === true),
    ],
    "tags stay where they are",
  );
}

/** Azure locks images one by one, and scans them by a plan of the subscription's. False is the default of both. */
function judgeRegistry(resource: PlannedResource): Judgement {
  return judged(
    ["adminUserEnabled", "anonymousPullEnabled"].flatMap((key) =>
      expectValue(at(inputsOf(resource), key), "false", (value) => value === false, "holds"),
    ),
    "everybody who gets in is known",
  );
}
