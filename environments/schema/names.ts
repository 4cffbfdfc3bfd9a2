import { z } from "zod";

/** A name that is valid as a DNS label and leaves room for what is added to it: 2 to 30 of a-z, 0-9 and -. */
export const dnsName = z
  .string()
  .regex(/^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])$/, "must be 2 to 30 of a-z, 0-9 and -, beginning with a letter")
  .meta({
    description: "2 to 30 of a-z, 0-9 and -, beginning with a letter, not ending with -.",
    examples: ["orders"],
  });

/** Text on one line: no line break, tab or other control character, so that no report can be made to say more. */
export function line(min: number, max: number) {
  return z
    .string()
    .min(min)
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, "must be one line without control characters");
}

/** Where a secret value is kept: the name under which the stack's secret configuration or secret store holds it. */
export const secretReference = z.strictObject({ secret: dnsName }).meta({
  description: "A secret by its name; the value is in the stack's secret configuration, never in this file.",
});

/** CPU and memory of a pod or a managed server, in words; the figures are in components/kit/sizes.ts. */
export const size = z.enum(["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"]).meta({
  description:
    "CPU and memory: nano 0.1/0.125 GiB, micro 0.25/0.5, small 0.5/1, medium 1/4, large 2/8, xlarge 4/16, 2xlarge 8/32.",
});

/** CPU and memory of a node, in words; the figures are in components/kit/sizes.ts. */
export const nodeSize = z.enum(["small", "medium", "large", "xlarge", "memory-large", "memory-xlarge"]).meta({
  description:
    "CPU and memory of a node: small 2/8 GiB, medium 4/16, large 8/32, xlarge 16/64, memory-large 8/64, memory-xlarge 16/128.",
});

/** How sensitive data is: decides the key that encrypts it and the label that it carries. */
export const dataClass = z
  .enum(["public", "internal", "confidential", "personal"])
  .meta({ description: "How sensitive the data is; each class has its own encryption key." });

export type Size = z.infer<typeof size>;
export type NodeSize = z.infer<typeof nodeSize>;
export type DataClass = z.infer<typeof dataClass>;
