import { isObject, type PlannedObject, type PlannedValue } from "../../plan/planned-resource.ts";

const computeApi = "https://www.googleapis.com/compute/v1/";

/**
 * Outputs that a cloud builds from others, `{…}` being one of them, where something may come to depend on their form.
 * In order: a later one may use an earlier one. From the output sections of https://www.pulumi.com/registry/packages/gcp/api-docs/
 */
const formats: Readonly<Record<string, PlannedObject>> = {
  // https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/connect-to-amazonmq.html
  "aws:mq/broker:Broker": { instances: [{ endpoints: ["amqps://{brokerName}.mq.eu-west-1.on.aws:5671"] }] },
  // https://learn.microsoft.com/rest/api/cosmos-db-resource-provider/database-accounts/get
  "azure-native:cosmosdb:DatabaseAccount": { writeLocations: [{ locationName: "{location}" }] },
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": {
    dnsResourceRecords: [
      {
        name: "_acme-challenge_{name}.{domain}.",
        type: "CNAME",
        data: "{name}.authorize.certificatemanager.goog.",
      },
    ],
  },
  "gcp:cloudrunv2/service:Service": { uri: "https://{name}-123456789012.{location}.run.app" },
  "gcp:compute/haVpnGateway:HaVpnGateway": {
    vpnInterfaces: [
      { id: 0, ipAddress: "{name}-address-0" },
      { id: 1, ipAddress: "{name}-address-1" },
    ],
  },
  "gcp:compute/network:Network": { selfLink: `${computeApi}projects/{project}/global/networks/{name}` },
  "gcp:compute/subnetwork:Subnetwork": {
    selfLink: `${computeApi}projects/{project}/regions/{region}/subnetworks/{name}`,
  },
  "gcp:serviceaccount/account:Account": {
    email: "{accountId}@{project}.iam.gserviceaccount.com",
    member: "serviceAccount:{email}",
    name: "projects/{project}/serviceAccounts/{email}",
  },
  "gcp:sql/databaseInstance:DatabaseInstance": { connectionName: "{project}:{region}:{name}" },
  "gcp:storage/bucket:Bucket": {
    url: "gs://{name}",
    selfLink: "https://www.googleapis.com/storage/v1/b/{name}",
  },
};

/** The outputs of a type that follow from its other properties. */
export function specialOutputs(type: string, properties: PlannedObject): PlannedObject {
  const made: Record<string, PlannedValue> = {};
  const valueOf = (key: string): PlannedValue | undefined => made[key] ?? properties[key];
  for (const [name, format] of Object.entries(formats[type] ?? {})) made[name] = filledIn(format, valueOf);
  return made;
}

function filledIn(format: PlannedValue, valueOf: (key: string) => PlannedValue | undefined): PlannedValue {
  if (typeof format === "string") {
    return format.replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = valueOf(key);
      return typeof value === "string" ? value : "unset";
    });
  }
  if (isList(format)) return format.map((item) => filledIn(item, valueOf));
  if (!isObject(format)) return format;
  return Object.fromEntries(Object.entries(format).map(([key, inner]) => [key, filledIn(inner, valueOf)]));
}

function isList(value: PlannedValue): value is readonly PlannedValue[] {
  return Array.isArray(value);
}
