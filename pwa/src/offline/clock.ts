/**
 * What time it is where the phone's own clock may be wrong, changed, or years off. Pure; the readings are handed in.
 *
 *   anchor: the server said "it is S" while this page's steady clock stood at M and the phone's own clock at W
 *
 *   same page      S + (steady now − M)      nobody can turn the steady clock; it may stand still while the phone sleeps
 *   later page     S + (own now − W)         never before the latest time that was known for certain (`floorMs`)
 *
 * `earliestMs` is what has passed for certain, `likelyMs` the best guess. A question opens by `likelyMs`; the readings
 * go along with the answer, signed, and the server, which has a clock of its own, judges afterwards.
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
}

/** What this phone knows of the time; anchors in the order in which they were taken, at least one. */
export interface Knowledge {
  anchors: readonly Anchor[];
  /** The latest time known for certain, renewed while the app is open. */
  floorMs: number;
}

export interface Estimate {
  earliestMs: number;
  likelyMs: number;
  /** steady: one page, clocks agree · slept: own clock ran on while the steady one stood · turned: own clock was set. */
  trust: 'steady' | 'slept' | 'own_clock' | 'turned';
}

/** Clocks of one device drift by less than this within a day, and a `Date` header is up to a second old. */
const TOLERANCE_MS = 3_000;
/** Nobody's phone sleeps longer between two looks of an open page; more is a clock that was set. */
const LONGEST_SLEEP_MS = 12 * 3_600_000;
/** As many as the server takes along with an answer. */
const MOST_ANCHORS = 20;

export const NOTHING_KNOWN: Knowledge = { anchors: [], floorMs: 0 };

/** Null: no server has ever told the time. */
export function estimate(known: Knowledge, now: Reading): Estimate | null {
  const ofPage = known.anchors.findLast((anchor) => anchor.at.page === now.page);
  const anchor = ofPage ?? known.anchors.at(-1);
  if (!anchor) return null;
  const own = anchor.serverMs + (now.ownMs - anchor.at.ownMs);
  if (!ofPage) {
    const isBehind = own < known.floorMs - TOLERANCE_MS;
    return { earliestMs: known.floorMs, likelyMs: Math.max(own, known.floorMs), trust: isBehind ? 'turned' : 'own_clock' };
  }
  const steady = Math.max(anchor.serverMs + (now.steadyMs - anchor.at.steadyMs), known.floorMs);
  const ahead = own - steady;
  if (Math.abs(ahead) <= TOLERANCE_MS) return { earliestMs: steady, likelyMs: steady, trust: 'steady' };
  if (ahead > 0 && ahead <= LONGEST_SLEEP_MS) return { earliestMs: steady, likelyMs: own, trust: 'slept' };
  return { earliestMs: steady, likelyMs: steady, trust: 'turned' };
}

/** With the floor raised to what is certain now. */
export function raised(known: Knowledge, now: Reading): Knowledge {
  return { ...known, floorMs: Math.max(known.floorMs, estimate(known, now)?.earliestMs ?? 0) };
}

/** With one anchor more. Of each page the first and the last are kept, of all the newest twenty. */
export function learned(known: Knowledge, anchor: Anchor): Knowledge {
  const ofPage = known.anchors.filter((each) => each.at.page === anchor.at.page);
  const spare = ofPage.length >= 2 ? ofPage.at(-1) : null;
  const anchors = [...known.anchors.filter((each) => each !== spare), anchor].slice(-MOST_ANCHORS);
  return { anchors, floorMs: Math.max(known.floorMs, anchor.serverMs) };
}

const PAGE = globalThis.crypto.randomUUID();

/** This page's clocks now. */
export function read(): Reading {
  return { page: PAGE, steadyMs: performance.now(), ownMs: Date.now() };
}

/** The reading `ms` later, of the same page. */
export function later(reading: Reading, ms: number): Reading {
  return { ...reading, steadyMs: reading.steadyMs + ms, ownMs: reading.ownMs + ms };
}
