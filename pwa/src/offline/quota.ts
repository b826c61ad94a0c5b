/** How much room the phone has for answers. */

export interface Room {
  freeBytes: number | null;
  /** enough · low: some answers more · full: not even one. */
  level: 'enough' | 'low' | 'full';
}

/** A three-minute video answer takes about 17 MB. */
const ONE_ANSWER_BYTES = 18_000_000;
const SOME_ANSWERS_BYTES = 5 * ONE_ANSWER_BYTES;

export function roomFrom(quotaBytes: number | undefined, usedBytes: number | undefined): Room {
  if (quotaBytes === undefined || usedBytes === undefined) return { freeBytes: null, level: 'enough' };
  const freeBytes = Math.max(0, quotaBytes - usedBytes);
  return { freeBytes, level: freeBytes < ONE_ANSWER_BYTES ? 'full' : freeBytes < SOME_ANSWERS_BYTES ? 'low' : 'enough' };
}

export async function room(): Promise<Room> {
  const storage = navigator.storage as StorageManager | undefined;
  const found = await storage?.estimate?.().catch(() => undefined);
  return roomFrom(found?.quota, found?.usage);
}

/** Asks the browser not to tidy the answers away. False: it may, after days without a visit. */
export async function persist(): Promise<boolean> {
  const storage = navigator.storage as StorageManager | undefined;
  if (!storage?.persist) return false;
  return (await storage.persisted().catch(() => false)) || storage.persist().catch(() => false);
}
