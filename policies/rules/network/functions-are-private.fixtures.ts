import { type RuleFixtures, fixturesOf, outputOf, planned } from "../fixture.ts";
import { functionsArePrivate } from "./functions-are-private.ts";

const cloudRun = planned("gcp:cloudrunv2/service:Service", {
  ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
  template: { vpcAccess: { networkInterfaces: [{ subnetwork: "nodes" }] } },
});
const invoker = planned("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", {
  role: "roles/run.invoker",
  member: outputOf("gcp:serviceaccount/account:Account", "member", "push"),
});
const lambda = planned("aws:lambda/function:Function", {
  vpcConfig: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] },
});
const app = planned("azure-native:app:ContainerApp", { configuration: { ingress: { external: false } } });
const home = planned("azure-native:app:ManagedEnvironment", { vnetConfiguration: { internal: true } });

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    functionsArePrivate,
    "Cloud Run",
    [cloudRun],
    [
      { path: "ingress", absent: "violated", bad: ["INGRESS_TRAFFIC_ALL"] },
      { path: "invokerIamDisabled", absent: "holds", bad: [true, "false"], good: [false] },
      { path: "template.vpcAccess.networkInterfaces", absent: "violated", bad: [[], "nodes"] },
    ],
    { holds: { "another service": [{ ...cloudRun, name: "other" }] } },
  ),
  fixturesOf(
    functionsArePrivate,
    "who calls Cloud Run",
    [invoker],
    [
      {
        path: "member",
        absent: "violated",
        bad: ["allUsers", "allAuthenticatedUsers", ""],
        good: ["serviceAccount:push@example.iam.gserviceaccount.com"],
      },
    ],
  ),
  fixturesOf(
    functionsArePrivate,
    "Lambda",
    [lambda],
    [
      { path: "vpcConfig.subnetIds", absent: "violated", bad: [], hidden: "holds" },
      { path: "vpcConfig.securityGroupIds", absent: "violated", bad: [[], "sg"] },
    ],
    {
      holds: { "another function": [{ ...lambda, name: "other" }] },
      violated: {
        "has an address outside": [planned("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "AWS_IAM" })],
      },
    },
  ),
  fixturesOf(
    functionsArePrivate,
    "Container Apps",
    [app],
    [{ path: "configuration.ingress.external", absent: "holds", bad: [true, "false"] }],
    { holds: { "has no ingress at all": [planned("azure-native:app:ContainerApp", { configuration: {} })] } },
  ),
  fixturesOf(
    functionsArePrivate,
    "environments of Container Apps",
    [home],
    [{ path: "vnetConfiguration.internal", absent: "violated", bad: [false, "true"] }],
    { holds: { "another environment": [{ ...home, name: "other" }] } },
  ),
];
