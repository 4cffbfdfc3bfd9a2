import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { bucketPolicy } from "../../facts/companions.ts";
import { statementsOf, textsAt } from "../../facts/policy-document.ts";
import { at, expectValue, inputsOf, judged, violated, type Finding, type Place } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Stack } from "../../stack.ts";

/** Buckets refuse connections in the clear. */
export const storageNeedsTls: Rule = {
  id: "PK-ENC-016",
  name: "storage-needs-tls",
  says: "Buckets refuse connections in the clear.",
  why: "What lies encrypted would cross machines of others as it is.",
  fix: {
    aws: "Make a `BucketPolicy` that denies s3:* where aws:SecureTransport is false.",
    azure: "Set `minimumTlsVersion: TLS1_2`, and leave `enableHttpsTrafficOnly` at true.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-8(1)", "CC6.7"],
  source: {
    aws: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    azure: "https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version",
  },
  ...judgedBoth({ "azure-native:storage:StorageAccount": judgeAccount }, { "aws:s3/bucket:Bucket": judgeBucket }, [
    bucketPolicy,
  ]),
};

function judgeAccount(account: PlannedResource): Judgement {
  const inputs = inputsOf(account);
  return judged(
    [
      // TLS 1.0 is the default.
      ...expectValue(at(inputs, "minimumTlsVersion"), "TLS1_2", (value) => value === "TLS1_2" || value === "TLS1_3"),
      // True is the default.
      ...expectValue(at(inputs, "enableHttpsTrafficOnly"), "true", (value) => value === true, "holds"),
    ],
    "connections use TLS",
  );
}

function judgeBucket(bucket: PlannedResource, stack: Stack): Judgement {
  return judged(expectCompanion(stack, bucket, bucketPolicy, expectTls, "some"), "connections use TLS");
}

function expectTls(policy: PlannedResource): readonly Finding[] {
  const document = at(inputsOf(policy), "policy");
  const { statements, findings } = statementsOf(document);
  if (findings.length > 0) return findings;
  return statements.some(refusesClearText)
    ? []
    : [violated(`${document.path} doesn't deny s3:* to everybody where aws:SecureTransport is false`)];
}

function refusesClearText(statement: Place): boolean {
  const principal = at(statement, "Principal");
  const everybody = principal.value === "*" || at(principal, "AWS").value === "*";
  const secure = at(statement, "Condition", "Bool", "aws:SecureTransport");
  return (
    at(statement, "Effect").value === "Deny" &&
    everybody &&
    textsAt(at(statement, "Action"))?.some((action) => action === "s3:*" || action === "*") === true &&
    textsAt(at(statement, "Resource"))?.some((resource) => resource === "*" || resource.endsWith("/*")) === true &&
    (secure.value === "false" || secure.value === false)
  );
}
