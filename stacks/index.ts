import { Config, getStack, RunError } from "@pulumi/pulumi";
import { EnvironmentError, UnsupportedError, UsageError } from "../components/kit/errors.ts";
import { requestDigest } from "./digest.ts";
import { loadPlatform } from "./load.ts";
import { parseStackName } from "./names.ts";
import { createPlatform } from "./platform.ts";

/** The program that `pulumi up --stack <environment>[.<layer>]` runs. */
export default async function program(): Promise<Record<string, unknown>> {
  try {
    const { environment: name, layers } = parseStackName(getStack());
    const { environment } = loadPlatform(name);
    refuseOtherDigest(requestDigest(environment, layers), new Config("landbridge").get("approvedDigest"));
    return { ...(await createPlatform(environment, layers)) };
  } catch (error) {
    // The engine prints a RunError without a stack: it is the user's to mend, not ours.
    const forUser =
      error instanceof EnvironmentError || error instanceof UsageError || error instanceof UnsupportedError;
    throw forUser ? new RunError(error.message) : error;
  }
}

function refuseOtherDigest(actual: string, approved: string | undefined): void {
  if (approved === undefined || approved === actual) return;
  throw new UsageError(
    `landbridge:approvedDigest = ${approved}: this request has the digest ${actual}; approve it anew (landbridge plan) or run the approved commit`,
  );
}
