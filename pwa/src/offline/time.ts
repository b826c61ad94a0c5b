/** The time as this phone knows it, kept from page to page. The arithmetic is in `clock.ts`. */
import { type Anchor, type Estimate, type Knowledge, NOTHING_KNOWN, estimate, learned, raised, read } from './clock';
import { change, setting } from './store/settings';

const KEY = 'time';

export async function knowledge(): Promise<Knowledge> {
  return (await setting<Knowledge>(KEY)) ?? NOTHING_KNOWN;
}

export async function anchors(): Promise<readonly Anchor[]> {
  return (await knowledge()).anchors;
}

/** The server has just said that it is `serverMs`. */
export async function learnTime(serverMs: number, at = read()): Promise<void> {
  if (Number.isFinite(serverMs)) await change<Knowledge>(KEY, (known) => learned(known ?? NOTHING_KNOWN, { serverMs, at }));
}

/** The time now; remembered as the least that any later page may believe. Null before the server told any. */
export async function now(): Promise<Estimate | null> {
  const reading = read();
  const known = await change<Knowledge>(KEY, (before) => raised(before ?? NOTHING_KNOWN, reading));
  return estimate(known, reading);
}

/** The best guess in epoch ms, the phone's own clock where nothing better is known. */
export async function likelyNow(): Promise<number> {
  return (await now())?.likelyMs ?? Date.now();
}
