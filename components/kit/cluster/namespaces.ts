/** Namespaces of the platform itself; each domain has one of its own name. */
export const namespaces = {
  data: "landbridge-data",
  operators: "landbridge-operators",
  vault: "landbridge-vault",
} as const;
