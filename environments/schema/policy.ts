import { z } from "zod";
import { dnsName, line } from "./names.ts";

/** Layers that an exemption may name. */
const exemptLayers = ["bootstrap", "cloud", "cluster"] as const;

/** Leave, for a time and with a reason, to break one rule with the resources that a pattern names. */
export const exemption = z.strictObject({
  rule: z
    .string()
    .regex(/^[A-Z]{2}-[A-Z]{3}-\d{3}$/, "must be a rule's id such as PK-WKL-018")
    .meta({ description: "The rule's id.", examples: ["PK-WKL-018"] }),
  resource: line(3, 300).meta({ description: "type/name, where * stands for any run of characters." }),
  layer: z.enum(exemptLayers).optional().meta({
    description:
      "Layer whose resources it excuses; `bootstrap` is the account's own. - behaviour: those of the platform, cloud and cluster.",
  }),
  reason: line(20, 1000).meta({ description: "Why it is needed, in 20 characters or more." }),
  owner: dnsName.meta({ description: "Team that will end it.", examples: ["commerce-team"] }),
  ticket: line(2, 100).meta({ description: "Where it was decided." }),
  approvedBy: line(2, 100).meta({ description: "Who allowed it." }),
  expires: z.iso
    .date()
    .meta({ description: "Last day on which it holds, at most 90 days ahead.", examples: ["2026-12-31"] }),
});

/** What the environment says about the rules that judge it. */
export const policies = z.strictObject({
  exemptions: z.array(exemption).default([]).meta({ description: "Leave to break single rules. - behaviour: none." }),
});

/** A layer that an exemption may name. */
export type ExemptLayer = (typeof exemptLayers)[number];

export type Exemption = z.infer<typeof exemption>;
