import { expect, test } from "vitest";
import { exposedObjects } from "./own-cluster.ts";

const object = (kind: string, name: string, namespace?: string) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

test("what could meet something of the user's is everything that isn't in a namespace that the test makes", () => {
  const objects = [
    object("Namespace", "commerce"),
    object("ConfigMap", "a", "commerce"),
    object("StorageClass", "landbridge-zonal"),
    object("ConfigMap", "b", "kube-system"),
  ];
  expect(exposedObjects(objects).map(({ metadata: { name } }) => name)).toEqual(["commerce", "landbridge-zonal", "b"]);
});
