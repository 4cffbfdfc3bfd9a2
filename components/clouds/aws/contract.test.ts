import { describeRow } from "../row.contract.ts";
import { awsEnvironment } from "./environment.fixture.ts";

describeRow(awsEnvironment({}, "shop-contract"), {
  stateRegions: ["eu-central-1", "eu-north-1"],
  others: {
    networks: [
      "arn:aws:ec2:eu-central-1:210987654321:vpc/vpc-0fedcba9876543210",
      "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0fedcba987654321f",
    ],
    connections: ["pcx-0123456789abcdef0", "pcx-0123456789abcdef1"],
  },
});
