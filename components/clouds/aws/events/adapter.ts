import { functionPath, functionPort } from "../../../kit/events/events.ts";

/**
 * What the adapter in the image is told: where the image listens and what is a failure.
 * https://awslabs.github.io/aws-lambda-web-adapter/configuration/environment-variables.html
 */
export const adapterVariables: Readonly<Record<string, string>> = {
  AWS_LWA_ERROR_STATUS_CODES: "205-599",
  AWS_LWA_PASS_THROUGH_PATH: functionPath,
  AWS_LWA_PORT: String(functionPort),
  // That the port is open is enough: no path has to answer before there are messages.
  AWS_LWA_READINESS_CHECK_PROTOCOL: "tcp",
  EVENTS_FORMAT: "sqs",
  PORT: String(functionPort),
};
