import { expect, it } from "vitest";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { repositoriesOf } from "./repositories.ts";

it("names each repository once, whatever tags and digests are used of it", () => {
  const image = (reference: string) => ({ image: reference });
  const domains = {
    shop: {
      owner: "shop",
      services: {
        web: image("shop/web:1.0.0"),
        again: image(`shop/web:1.1.0@sha256:${"a".repeat(64)}`),
        api: image("api:2"),
      },
    },
  };
  expect(repositoriesOf(exampleEnvironment({ domains, stores: {} }))).toEqual(["api", "shop/web"]);
});
