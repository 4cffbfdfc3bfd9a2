import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { asTheProviderSees, isFromChart, saysNothing } from "../../facts/objects.ts";
import { chartType } from "../../../plan/planned-resource.ts";
import { at, expectValue, inputsOf, judged, notApplicable, violated } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every resource names its provider, and every chart its exact version. */
export const providersAndChartsArePinned: ResourceRule = {
  id: "PK-GOV-004",
  name: "providers-and-charts-are-pinned",
  says: "Every resource names its provider, and every chart its exact version.",
  why: "A default provider takes whatever account the shell is logged in to; a range of versions is another chart tomorrow.",
  fix: "Pass `provider` from the parent; set `version: 1.2.3` on charts, and use helm.v4.Chart.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CM-2", "CC8.1"],
  source: "https://www.pulumi.com/docs/iac/concepts/resources/providers/",
  appliesTo: ["*"],
  judge: (resource) => {
    if (resource.type === chartType && saysNothing(resource)) return notApplicable(asTheProviderSees);
    if (resource.type === chartType)
      return judged(
        expectValue(
          at(inputsOf(resource), "version"),
          "an exact version",
          (value) => typeof value === "string" && exact.test(value),
        ),
        "the chart's version is exact",
      );
    if (resource.type === "kubernetes:helm.sh/v3:Release")
      return judged([violated("it is a helm.v3.Release, whose objects no plan and no rule can see")], "");
    if (!needsProvider(resource)) return notApplicable("it needs no provider");
    return judged(
      resource.provider === undefined ? [violated("it names no provider, so that a default one would be used")] : [],
      "its provider is named",
    );
  },
};

/** https://semver.org, with the v that some charts write. */
const exact = /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

function needsProvider(resource: PlannedResource): boolean {
  const { type, custom } = resource;
  // Components of ours have the provider of their children; what is in a chart has the chart's.
  return custom && !type.startsWith("pulumi:") && !type.startsWith("landbridge:") && !isFromChart(resource);
}
