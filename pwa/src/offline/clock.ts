/**
 * What time it is where the phone's own clock may be wrong, changed, or years off. Pure; the readings are handed in.
 *
 *   anchor: the server said "it is S" while this page's steady clock stood at M and the phone's own clock at W
 *
 *   same page      S + (steady now − M)      nobody can turn the steady clock; it may stand still while the phone sleeps
 *   later page     S + (own now − W)         never before the latest time that was known for certain (`floorMs`)
 *
 * `earliestMs` is what has passed for certain, `likelyMs` the best guess. A question opens by `likelyMs`; the evidence
 * goes along with the answer, and the server, which has a clock of its own, judges afterwards.
 */

/** Both clocks at one moment. `steadyMs` counts only within the same `page`. */
export interface Reading {
  page: string;
  steadyMs: number;
  ownMs: number;
}

export interface Anchor {
  serverMs: number;
  at: Reading;
  /** The latest time known for certain, renewed while the app is open. */
  floorMs: number;
}

export interface Estimate {
  earliestMs: number;
  likelyMs: number;
  /** steady: one page, clocks agree · slept: own clock ran on while the steady one stood · turned: own clock was set. */
  trust: 'steady' | 'slept' | 'own_clock' | 'turned';
}

/** Clocks of one device drift by less than this within a day. */
const TOLERANCE_MS = 2_000;
/** Nobody's phone sleeps longer between two looks of an open page; more is a clock that was set. */
const LONGEST_SLEEP_MS = 12 * 3_600_000;

export function anchored(serverMs: number, at: Reading): Anchor {
  return { serverMs, at, floorMs: serverMs };
}

export function estimate(anchor: Anchor, now: Reading): Estimate {
  const own = anchor.serverMs + (now.ownMs - anchor.at.ownMs);
  if (now.page !== anchor.at.page) {
    const isBehind = own < anchor.floorMs - TOLERANCE_MS;
    return { earliestMs: anchor.floorMs, likelyMs: Math.max(own, anchor.floorMs), trust: isBehind ? 'turned' : 'own_clock' };
  }
  const steady = Math.max(anchor.serverMs + (now.steadyMs - anchor.at.steadyMs), anchor.floorMs);
  const ahead = own - steady;
  if (Math.abs(ahead) <= TOLERANCE_MS) return { earliestMs: steady, likelyMs: steady, trust: 'steady' };
  if (ahead > 0 && ahead <= LONGEST_SLEEP_MS) return { earliestMs: steady, likelyMs: own, trust: 'slept' };
  return { earliestMs: steady, likelyMs: steady, trust: 'turned' };
}

/** The anchor with its floor raised to what is certain now. */
export function raised(anchor: Anchor, now: Reading): Anchor {
  return { ...anchor, floorMs: Math.max(anchor.floorMs, estimate(anchor, now).earliestMs) };
}

const PAGE = globalThis.crypto.randomUUID();

/** This page's clocks now. */
export function read(): Reading {
  return { page: PAGE, steadyMs: performance.now(), ownMs: Date.now() };
}
