import type { Output } from "@pulumi/pulumi";
import type { EventsDecision } from "../kit/events/events.ts";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Registry } from "./registry.ts";

/** What a cloud's queues, topics and functions are asked to be. */
export interface EventsSpec extends EventsDecision {
  /** Those that functions use, and those whose changes call a function. */
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  /** Functions' images are in it. */
  readonly registry: Registry;
  /** Days that functions' logs are kept. */
  readonly logDays: number;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** Where messages are written to. */
export interface EventTarget {
  /** By which a program finds it. */
  readonly url: Output<string>;
  /** The cloud's identifier of it, for those who grant rights to it. */
  readonly id: Output<string>;
}

/** Where messages are written to and read from. */
export interface EventQueue extends EventTarget {
  /** The same for who reads from it: on some clouds it isn't where one writes to. Absent where a function reads, alone. */
  readonly reading?: EventTarget | undefined;
  /** Where to look for messages that were set aside. */
  readonly deadLetters: Output<string>;
}

/** The cloud's own queues, topics and functions by name, known once all rights among them are given. */
export interface Events {
  /** Also those that functions on topics and buckets read, which have the function's name. */
  readonly queues: Readonly<Record<string, EventQueue>>;
  readonly topics: Readonly<Record<string, EventTarget>>;
  /** The cloud's identifiers of functions. */
  readonly functions: Readonly<Record<string, Output<string>>>;
}
