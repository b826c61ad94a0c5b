/** Who speaks, from loudness alone: on after a moment of voice, off after a breath, so that rings do not flicker. Pure. */

export interface Speaking {
  isSpeaking: boolean;
  /** Since when the loudness is on the other side of the threshold. */
  sinceMs: number | null;
}

export const SILENT: Speaking = { isSpeaking: false, sinceMs: null };

const ON_AFTER_MS = 200;
const OFF_AFTER_MS = 900;
/** Of a linear loudness 0 to 1, as `audioLevel` of the statistics; room noise lies below, quiet speech above. */
const THRESHOLD = 0.012;

export function speaks(before: Speaking, level: number, nowMs: number, threshold = THRESHOLD): Speaking {
  if (level > threshold === before.isSpeaking) return before.sinceMs === null ? before : { ...before, sinceMs: null };
  const sinceMs = before.sinceMs ?? nowMs;
  const neededMs = before.isSpeaking ? OFF_AFTER_MS : ON_AFTER_MS;
  return nowMs - sinceMs >= neededMs ? { isSpeaking: !before.isSpeaking, sinceMs: null } : { ...before, sinceMs };
}
