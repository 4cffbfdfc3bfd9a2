import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, judged, notApplicable, type Place } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { isUnionRegion } from "../../union-regions.ts";

/** Personal data lies in regions of the European Union. */
export const personalDataStaysInTheUnion: Rule = {
  id: "PK-GOV-001",
  name: "personal-data-stays-in-the-union",
  says: "Personal data lies in regions of the European Union.",
  why: "Elsewhere the GDPR asks for grounds and safeguards that a platform can't give by itself.",
  fix: "Choose a region of the Union for `cloud.regions`, or another `dataClass`.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["GDPR 44", "GDPR 46", "SC-7"],
  source: {
    gcp: "https://cloud.google.com/about/locations",
    aws: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    azure: "https://learn.microsoft.com/azure/reliability/regions-list",
  },
  ...judgedBoth(
    {
      "gcp:sql/databaseInstance:DatabaseInstance": (resource) => {
        const inputs = inputsOf(resource);
        return judgePlace(at(inputs, "settings", "userLabels"), at(inputs, "region"), "gcp");
      },
      "gcp:storage/bucket:Bucket": (resource) =>
        judgePlace(at(inputsOf(resource), "labels"), at(inputsOf(resource), "location"), "gcp"),
      "azure-native:dbforpostgresql:Server": judgeAzure,
      "azure-native:eventhub:Namespace": judgeAzure,
      "azure-native:redisenterprise:RedisEnterprise": judgeAzure,
      "azure-native:storage:StorageAccount": judgeAzure,
    },
    {
      "aws:elasticache/replicationGroup:ReplicationGroup": judgeAws,
      "aws:msk/cluster:Cluster": judgeAws,
      "aws:rds/cluster:Cluster": judgeAws,
      "aws:rds/instance:Instance": judgeAws,
      "aws:s3/bucket:Bucket": judgeAws,
    },
    [],
  ),
};

function judgeAzure(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judgePlace(at(inputs, "tags"), at(inputs, "location"), "azure");
}

/** What says no region is made where its provider is. */
function judgeAws(resource: PlannedResource, stack: Stack): Judgement {
  const own = at(inputsOf(resource), "region");
  const provider = stack.byUrn(resource.provider ?? "");
  const region = isAbsent(own) && provider !== undefined ? at(inputsOf(provider), "region") : own;
  return judgePlace(at(inputsOf(resource), "tags"), region, "aws");
}

function judgePlace(labels: Place, place: Place, cloud: "gcp" | "aws" | "azure"): Judgement {
  const dataClass = at(labels, "data-class");
  // A store without a class is another rule's matter; one whose class can't be seen may be personal.
  if (typeof dataClass.value === "string" && ["public", "internal", "confidential"].includes(dataClass.value))
    return notApplicable(`its data is ${dataClass.value}`);
  return judged(
    expectValue(
      place,
      "a region of the European Union",
      (value) => typeof value === "string" && isUnionRegion(cloud, value),
    ),
    "its data stays in the Union",
  );
}
