import { describeCloudContract } from "../../cloud.contract.ts";
import { openGcp } from "./cloud.ts";
import { gcp } from "./entry.ts";
import { gcpEnvironment } from "./environment.fixture.ts";

const environment = gcpEnvironment({}, "shop-contract");

describeCloudContract({
  title: "Google Cloud",
  facts: gcp.cluster(environment),
  capabilities: gcp.capabilities,
  computed: gcp.computed,
  open: () => Promise.resolve(openGcp(environment)),
});
