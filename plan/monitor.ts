import type { ResourceTransform } from "@pulumi/pulumi";
import resproto, {
  type RegisterResourceRequest,
  type RegisterResourceOutputsRequest,
} from "@pulumi/pulumi/proto/resource_pb.js";
import type struct from "google-protobuf/google/protobuf/struct_pb.js";
import { contentHash } from "../components/kit/names.ts";
import { aliasUrns, asError, childUrn, providerUrn, requestToPlanned } from "./registration.ts";
import { standInId, standInOutputs, standInResult, type Stand } from "./outputs.ts";
import { withoutOptions, type PlannedObject, type PlannedResource } from "./planned-resource.ts";
import { applyTransforms } from "./transforms.ts";
import { PlainStruct } from "./quick-sdk.ts";
import { parseWire, toPlannedObject, toWire, type WireObject } from "./values.ts";

type Reply<T> = (error: Error | null, response: T | undefined) => void;

/** What a plan needs to know of the world outside its own program. */
export interface World {
  readonly project: string;
  readonly stack: string;
  readonly stand: Stand;
  /** Outputs of other stacks that the program may read, by stack name. */
  readonly stackOutputs: Readonly<Record<string, PlannedObject>>;
}

/**
 * Stands in for the engine's resource monitor inside the program's own process. The SDK talks to it as to the engine;
 * it keeps from each request what the stock mock monitor drops: parents, dependencies, providers, aliases, transforms.
 */
export class PlanMonitor {
  readonly resources = new Map<string, PlannedResource>();
  outputs: PlannedObject = {};
  /** What went wrong in a request. The SDK reports it a second time, without its stack. */
  readonly failures: Error[] = [];
  readonly #world: World;
  readonly #transforms = new Map<string, ResourceTransform>();
  readonly #ownTransforms = new Map<string, readonly ResourceTransform[]>();
  readonly #stackTransforms: ResourceTransform[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  registerResource(request: RegisterResourceRequest, reply: Reply<resproto.RegisterResourceResponse>): void {
    this.#answer(this.#register(request), reply);
  }

  async #register(request: RegisterResourceRequest): Promise<resproto.RegisterResourceResponse> {
    const urn = childUrn(this.#world, request.getParent(), request.getType(), request.getName());
    if (this.resources.has(urn)) throw new Error(`${request.getName()} (${request.getType()}) is registered twice`);
    const own = request.getTransformsList().flatMap((callback) => this.#transforms.get(callback.getToken()) ?? []);
    this.#ownTransforms.set(urn, own);
    const transforms = [...own, ...this.#inheritedTransforms(request.getParent()), ...this.#stackTransforms];
    if (transforms.length > 0) await applyTransforms(request, transforms);

    const inputs = parseWire(request.getObject()?.toJavaScript() ?? {});
    const aliases = aliasUrns(this.#world, request);
    this.resources.set(urn, requestToPlanned(urn, request, inputs, aliases));

    const response = new resproto.RegisterResourceResponse();
    response.setUrn(urn);
    if (request.getCustom()) {
      response.setId(
        request.getType().startsWith("pulumi:providers:")
          ? plannedProviderId
          : (standInId(urn, this.#world.stand) ?? ""),
      );
    }
    const secrets = request.getAdditionalsecretoutputsList();
    const outputs = request.getCustom()
      ? standInOutputs(urn, request.getType(), inputs, secrets, this.#world.stand)
      : inputs;
    response.setObject(toStruct(outputs));
    return response;
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest, reply: Reply<object>): void {
    const resource = this.resources.get(request.getUrn());
    if (resource?.type === "pulumi:pulumi:Stack") {
      this.outputs = toPlannedObject(parseWire(request.getOutputs()?.toJavaScript() ?? {}));
    }
    reply(null, {});
  }

  readResource(request: resproto.ReadResourceRequest, reply: Reply<resproto.ReadResourceResponse>): void {
    this.#answer(this.#read(request), reply);
  }

  #read(request: resproto.ReadResourceRequest): Promise<resproto.ReadResourceResponse> {
    const urn = childUrn(this.#world, request.getParent(), request.getType(), request.getName());
    const properties = parseWire(request.getProperties()?.toJavaScript() ?? {});
    const response = new resproto.ReadResourceResponse();
    response.setUrn(urn);
    if (request.getType() === "pulumi:pulumi:StackReference") {
      response.setProperties(toStruct(this.#stackReference(request.getId())));
    } else {
      this.resources.set(urn, {
        ...readToPlanned(urn, request, properties),
        provider: providerUrn(request.getProvider()) ?? "",
      });
      const outputs = standInOutputs(
        urn,
        request.getType(),
        properties,
        request.getAdditionalsecretoutputsList(),
        this.#world.stand,
      );
      response.setProperties(toStruct(outputs));
    }
    return Promise.resolve(response);
  }

  #stackReference(name: string): WireObject {
    const short = name.split("/").at(-1) ?? name;
    const outputs = this.#world.stackOutputs[short];
    if (outputs === undefined) throw new Error(`stack ${short} is read, but no plan of it was given`);
    const wire = toWire(outputs, (path) => `secret output ${path} of ${short}`);
    const plain = parseWire(wire);
    const secretNames = Object.entries(outputs).flatMap(([key, value]) =>
      JSON.stringify(value).includes('"landbridge:secret":true') ? [key] : [],
    );
    return { name, outputs: plain, secretOutputNames: secretNames };
  }

  invoke(request: resproto.ResourceInvokeRequest, reply: Reply<resproto.ResourceInvokeResponse>): void {
    const args = parseWire(request.getArgs()?.toJavaScript() ?? {});
    // By what was asked as well, so that the passwords of two logins aren't one.
    const name = `invoke-${contentHash(args, 6)}`;
    const urn = `urn:pulumi:${this.#world.stack}::${this.#world.project}::${request.getTok()}::${name}`;
    const response = new resproto.ResourceInvokeResponse();
    response.setReturn(toStruct(standInResult(urn, request.getTok(), args, this.#world.stand)));
    reply(null, response);
  }

  call(request: resproto.ResourceCallRequest, reply: Reply<never>): void {
    reply(new Error(`method ${request.getTok()} can't be called in a plan`), undefined);
  }

  /** The SDK hands the transform itself to a monitor in its own process; the token comes with the request. */
  recordTransformCallback(token: string, transform: ResourceTransform): void {
    this.#transforms.set(token, transform);
  }

  registerStackTransform(request: { getToken(): string }, reply: Reply<object>): void {
    const transform = this.#transforms.get(request.getToken());
    if (transform !== undefined) this.#stackTransforms.push(transform);
    reply(null, {});
  }

  registerStackInvokeTransform(_request: unknown, reply: Reply<object>): void {
    reply(new Error("transforms of invokes can't be followed in a plan"), undefined);
  }

  registerPackage(_request: unknown, reply: Reply<resproto.RegisterPackageResponse>): void {
    reply(null, new resproto.RegisterPackageResponse());
  }

  supportsFeature(_request: unknown, reply: Reply<resproto.SupportsFeatureResponse>): void {
    const response = new resproto.SupportsFeatureResponse();
    response.setHassupport(true);
    reply(null, response);
  }

  getDeploymentInfo(_request: unknown, reply: Reply<resproto.DeploymentInfo>): void {
    const info = new resproto.DeploymentInfo();
    info.setSupportedfeaturesList(features);
    reply(null, info);
  }

  /** The SDK closes what it is connected to when the program has ended. */
  close(): void {}

  #inheritedTransforms(parent: string): ResourceTransform[] {
    const found: ResourceTransform[] = [];
    for (let urn: string | undefined = parent; urn !== undefined && urn !== ""; urn = this.resources.get(urn)?.parent) {
      found.push(...(this.#ownTransforms.get(urn) ?? []));
    }
    return found;
  }

  #answer<T>(work: Promise<T>, reply: Reply<T>): void {
    work.then(
      (response) => {
        reply(null, response);
      },
      (reason: unknown) => {
        const failure = asError(reason);
        this.failures.push(failure);
        reply(failure, undefined);
      },
    );
  }
}

/** Ids of providers are in every reference to them, so they are kept short. */
const plannedProviderId = "planned";

const monitorFeature = resproto.ResourceMonitorFeature;
const features = [
  monitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
  monitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  monitorFeature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  monitorFeature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  monitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  monitorFeature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  monitorFeature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  monitorFeature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
];

function readToPlanned(urn: string, request: resproto.ReadResourceRequest, inputs: WireObject): PlannedResource {
  const parent = request.getParent();
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    custom: true,
    remote: false,
    ...(parent === "" ? {} : { parent }),
    inputs: toPlannedObject(inputs),
    ...withoutOptions,
    dependencies: [...request.getDependenciesList()].sort(),
    additionalSecretOutputs: [...request.getAdditionalsecretoutputsList()].sort(),
    importId: request.getId(),
    version: request.getVersion(),
  };
}

function toStruct(value: WireObject): struct.Struct {
  return new PlainStruct(value);
}
