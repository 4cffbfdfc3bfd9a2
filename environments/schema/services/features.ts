import { z } from "zod";
import { dnsName } from "../names.ts";

/** How often features are brought from the offline to the online store. */
const materializeEvery = z.enum(["quarter-hour", "hour", "day"]);

/** What makes a service a feature store: which of the stores that it uses is for what. */
export const features = z.strictObject({
  registry: dnsName.meta({
    description: "Store of kind postgres in which is kept what is defined, by a project of the service's own.",
  }),
  online: dnsName.meta({
    description:
      "Store of kind redis and purpose session from which features are served, and nothing falls out by itself.",
  }),
  offline: dnsName.optional().meta({
    description:
      "Store of kind postgres with the history of features. - behaviour: features only come by being pushed.",
  }),
  materialize: materializeEvery.optional().meta({
    description:
      "How often what is new in the offline store is brought to the online store: each quarter-hour, hour or day. - behaviour: never.",
  }),
  keepDays: z.int().min(1).max(3650).optional().meta({
    description:
      "Days after which an entity is gone from the online store that nobody wrote to. - behaviour: it stays.",
  }),
});

export type MaterializeEvery = z.infer<typeof materializeEvery>;
export type FeaturesWish = z.infer<typeof features>;
