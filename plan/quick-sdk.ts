import { Resource } from "@pulumi/pulumi";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

type Values = Parameters<typeof struct.Struct.fromJavaScript>[0];

/** A protobuf struct that keeps the values which it was made from: between two sides of one process nothing is encoded. */
export class PlainStruct extends struct.Struct {
  readonly #values: Values;

  constructor(values: Values) {
    super();
    this.#values = values;
  }

  override toJavaScript(): Values {
    return this.#values;
  }
}

/**
 * Spares the SDK three things while work runs, which are for a remote engine and for debugging it, and which take more
 * than half of a plan's time: a stack trace for each promise, the source position of each resource, and protobuf's
 * encoding of values. What was there before is put back. Errors that are made meanwhile have no stack.
 */
export async function withQuickSdk<T>(work: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  const fromJavaScript: unknown = Reflect.get(struct.Struct, "fromJavaScript");
  const callsites: unknown = Reflect.get(Resource, "callsites");
  Error.stackTraceLimit = 0;
  Reflect.set(struct.Struct, "fromJavaScript", (values: Values) => new PlainStruct(values));
  Reflect.set(Resource, "callsites", () => []);
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.set(struct.Struct, "fromJavaScript", fromJavaScript);
    Reflect.set(Resource, "callsites", callsites);
  }
}
