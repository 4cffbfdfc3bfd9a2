import type { Output } from "@pulumi/pulumi";
import type { BootstrapPlan } from "../kit/account/bootstrap.ts";
import type { CiPurpose } from "../kit/account/ci-trust.ts";
import type { Tags } from "../kit/tags.ts";

/** What the account's own stack makes, before there is a platform. */
export interface BootstrapSpec extends BootstrapPlan {
  readonly tags: Tags;
  readonly protect: boolean;
}

/** What the jobs of a pipeline are in the cloud. */
export interface CiIdentity {
  /** The cloud's name of it, known only after it may do all that it is for. */
  readonly id: Output<string>;
  /** What the step that logs in to the cloud asks for, by its names. No secrets. */
  readonly login: Readonly<Record<string, Output<string>>>;
}

/** What an account has before anything else. */
export interface Bootstrap {
  /** As `pulumi login` takes it. */
  readonly stateUrl: Output<string>;
  /** As `pulumi stack init --secrets-provider` takes it. */
  readonly secretsProvider: Output<string>;
  /** Absent where people alone bring up. */
  readonly identities?: Readonly<Record<CiPurpose, CiIdentity>> | undefined;
}
