// Read by the Pulumi CLI (--policy-pack policies/cost), which takes plain JavaScript only. The rules are TypeScript;
// `npm install` emits them to dist/.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const emitted = join(__dirname, "../../dist/policies/adapters/pulumi-policy.js");
if (!existsSync(emitted)) {
  throw new Error("The policy packs are not built yet: run `npm install` in the project's root, then try again.");
}
module.exports = import(emitted).then(({ servePack }) => {
  servePack("cost");
});
