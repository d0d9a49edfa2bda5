/**
 * The epoch of the root in a child's own name for it: `E` or `E~2`, where the number grows each time the child begins anew
 * within the epoch. Accounts that were pulled under another name are stale.
 */
export function rootEpochOf(localEpoch: string): string {
  return localEpoch.split("~", 1)[0] as string;
}

/** The name under which a child begins anew with a root of this epoch; empty as long as it has met none. */
export function nextLocalEpoch(localEpoch: string, rootEpoch: string): string {
  if (rootEpoch === "" || rootEpochOf(localEpoch) !== rootEpoch) return rootEpoch;
  const [, number = "1"] = localEpoch.split("~");
  return `${rootEpoch}~${Number(number) + 1}`;
}
