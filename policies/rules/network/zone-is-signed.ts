import { judgedBoth } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged, notApplicable, textAt } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Companion, type Stack } from "../../stack.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";

const hostedZoneSigning: Companion = {
  types: ["aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"],
  at: ["hostedZoneId"],
  what: "HostedZoneDnsSec",
};
const azureZoneSigning: Companion = {
  types: ["azure-native:dns:DnssecConfig"],
  at: ["zoneName"],
  name: "zoneName",
  what: "DnssecConfig",
};

/** Public zones are signed. */
export const zoneIsSigned: Rule = {
  id: "PK-NET-016",
  name: "zone-is-signed",
  says: "Public zones are signed.",
  why: "Without signatures a forged answer sends visitors, and whoever proves a certificate by DNS, to somebody else.",
  fix: {
    gcp: "Set `dnssecConfig.state: on`.",
    aws: "Make a `KeySigningKey` and a `HostedZoneDnsSec`.",
    azure: "Make a `DnssecConfig` of the zone.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GCP 3.3", "SC-20"],
  source: {
    gcp: "https://cloud.google.com/dns/docs/dnssec",
    aws: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html",
    azure: "https://learn.microsoft.com/azure/dns/dnssec",
  },
  ...judgedBoth(
    { "gcp:dns/managedZone:ManagedZone": judgeManagedZone },
    { "aws:route53/zone:Zone": judgeHostedZone, "azure-native:dns:Zone": judgeAzureZone },
    [hostedZoneSigning, azureZoneSigning],
  ),
};

function judgeManagedZone(zone: PlannedResource): Judgement {
  const inputs = inputsOf(zone);
  if (textAt(at(inputs, "visibility")) === "private") return notApplicable("nobody outside asks a private zone");
  return judged(
    expectValue(at(inputs, "dnssecConfig", "state"), "on", (value) => value === "on"),
    "the zone is signed",
  );
}

function judgeHostedZone(zone: PlannedResource, stack: Stack): Judgement {
  const { value } = at(inputsOf(zone), "vpcs");
  if (Array.isArray(value) && value.length > 0) return notApplicable("nobody outside asks a private zone");
  return judged(
    expectCompanion(stack, zone, hostedZoneSigning, (signing) =>
      // SIGNING is the default.
      expectValue(at(inputsOf(signing), "signingStatus"), "SIGNING", (status) => status === "SIGNING", "holds"),
    ),
    "the zone is signed",
  );
}

function judgeAzureZone(zone: PlannedResource, stack: Stack): Judgement {
  return judged(
    expectCompanion(stack, zone, azureZoneSigning, () => []),
    "the zone is signed",
  );
}
