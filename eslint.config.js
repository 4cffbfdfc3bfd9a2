import tseslint from "typescript-eslint";
import { landbridge } from "./tools/import-law.js";

export default tseslint.config(
  { ignores: ["node_modules/", "dist/", "out/", ".landbridge/"] },
  {
    files: ["**/*.ts"],
    plugins: { landbridge },
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "landbridge/import-law": "error",
      "landbridge/no-cloud-name": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Resources register themselves when they are constructed; keeping the object is not the point.
      "no-new": "off",
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.test.ts", "**/*.contract.ts", "bench/**/*.ts"],
    rules: { "max-lines-per-function": "off", "max-lines": "off" },
  },
);
