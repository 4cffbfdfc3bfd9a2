/** Namespaces of the platform itself; each domain has one of its own name. */
export const namespaces = {
  data: "landbridge-data",
  /** Where a Prometheus may be that reads numbers of stores and operators: nobody else reaches their ports. */
  monitoring: "landbridge-monitoring",
  operators: "landbridge-operators",
  vault: "landbridge-vault",
} as const;
