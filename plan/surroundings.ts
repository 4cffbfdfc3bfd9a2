/** Variables that a program may see while it is planned. Everything else could make the plan depend on the machine. */
const visible = /^(PATH|HOME|USERPROFILE|TMPDIR|TEMP|TMP|SystemRoot|NODE_.*|LANG|TZ|VITEST.*|PULUMI_NODEJS_.*)$/;

/**
 * Runs work without the variables from which SDKs take credentials, projects, regions and kubeconfigs, and puts them
 * back afterwards.
 */
export async function withoutSurroundings<T>(work: () => Promise<T>): Promise<T> {
  const hidden = Object.entries(process.env).filter(([name]) => !visible.test(name));
  for (const [name] of hidden) Reflect.deleteProperty(process.env, name);
  try {
    return await work();
  } finally {
    for (const [name, value] of hidden) process.env[name] = value;
  }
}
