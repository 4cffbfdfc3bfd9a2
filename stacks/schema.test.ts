import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { renderJsonSchema } from "../environments/json-schema.ts";
import { platformSchema } from "./load.ts";

const file = fileURLToPath(new URL("../environments/schema/environment.schema.json", import.meta.url));

it("the schema that editors read is the one that the loader applies (`npx landbridge schema --out environments/schema/environment.schema.json` writes it)", () => {
  expect(readFileSync(file, "utf8")).toBe(renderJsonSchema(platformSchema));
});
