import { z } from "zod";
import { zonalRegions } from "./regions.ts";

const guid = (what: string) =>
  z.guid(`must be ${what}: 32 hexadecimal digits in five groups, such as 11111111-2222-3333-4444-555555555555`);

/** The `cloud:` block of an environment on Azure. */
export const azureSettings = z.strictObject({
  name: z.literal("azure"),
  // https://learn.microsoft.com/azure/azure-portal/get-subscription-tenant-id
  subscription: guid("a subscription's id").meta({
    description: "Id of the subscription that holds everything. Not its name.",
  }),
  tenant: guid("a tenant's id").meta({
    description: "Id of the Microsoft Entra tenant that the subscription trusts, and whose people use the cluster.",
  }),
  administrators: guid("the object id of a group").meta({
    description:
      "Object id of the Microsoft Entra group whose members are Kubernetes' administrators. Whoever runs `up` must be one.",
  }),
  regions: z.strictObject({
    primary: z
      .enum(zonalRegions)
      .meta({ description: "Region of the cluster and of all data, one with three availability zones." }),
    secondary: z
      .enum(zonalRegions)
      .optional()
      .meta({ description: "Region of the copies that are wished for. - behaviour: none." }),
  }),
});

/** The settings after validation. */
export type AzureSettings = z.infer<typeof azureSettings>;
