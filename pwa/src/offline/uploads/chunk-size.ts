/** How much to send in one PATCH, from how fast the last one went. Pure. */

const KIB = 1024;
export const FIRST_CHUNK_BYTES = 256 * KIB;
const SMALLEST_BYTES = 64 * KIB;
const LARGEST_BYTES = 8 * KIB * KIB;
/** A chunk should take about so long: short enough to lose little by a cut, long enough for its round trip not to count. */
const AIM_MS = 4_000;

/** After a chunk of `bytes` that took `tookMs`: towards the aim, at most doubled, in steps of 64 KiB. */
export function afterSuccess(sizeBytes: number, bytes: number, tookMs: number): number {
  const wanted = (bytes / Math.max(tookMs, 1)) * AIM_MS;
  // What was cut short by the file's end says little about the line.
  const goal = bytes < sizeBytes ? Math.max(wanted, sizeBytes) : wanted;
  return bounded(Math.min(goal, sizeBytes * 2));
}

/** After a cut: a quarter, so that a line that only carries short bursts gets through at all. */
export function afterCut(sizeBytes: number): number {
  return bounded(sizeBytes / 4);
}

function bounded(bytes: number): number {
  const steps = Math.floor(bytes / SMALLEST_BYTES);
  return Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, steps * SMALLEST_BYTES));
}

/** Speed over the last chunks in bytes/s, newest counting most; null before the first. */
export function smoothedRate(previous: number | null, bytes: number, tookMs: number): number {
  const now = (bytes * 1000) / Math.max(tookMs, 1);
  return previous === null ? now : previous * 0.6 + now * 0.4;
}
