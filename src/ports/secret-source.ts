/** Gives values of secrets by name, for one call of a task; a name that is not known is left out. */
export type SecretSource = (
  names: readonly string[],
) => Readonly<Record<string, string | undefined>> | Promise<Readonly<Record<string, string | undefined>>>;
