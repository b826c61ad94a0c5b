/**
 * Answers under way, kept on the phone at every burst of keys, so that a reload or a dead network loses no word.
 *
 * With the text goes the last one that the server is known to have. On return there are four cases:
 *   phone = server                       nothing to settle
 *   phone changed, server did not        the phone's, and it is sent
 *   server changed, phone did not        the server's: the person wrote on another device meanwhile
 *   both changed                         the phone's stands in the field, the other one is offered beside it
 */

interface Kept {
  text: string;
  /** What the server had when `text` was last in step with it. */
  base: string;
}

export interface Recalled {
  text: string;
  /** What was written on another device, where both were. */
  other: string | null;
}

const keyOf = (interviewId: string, turnId: string): string => `greenroom.draft.${interviewId}.${turnId}`;

export function keep(interviewId: string, turnId: string, text: string, base: string): void {
  try {
    localStorage.setItem(keyOf(interviewId, turnId), JSON.stringify({ text, base } satisfies Kept));
  } catch {
    // Storage refused or full: the server's copy remains.
  }
}

/** What to begin from, given what the server has now. */
export function recall(interviewId: string, turnId: string, fromServer: string): Recalled {
  const kept = read(interviewId, turnId);
  if (!kept || kept.text === kept.base || kept.text === fromServer) return { text: fromServer, other: null };
  return { text: kept.text, other: kept.base === fromServer ? null : fromServer };
}

function read(interviewId: string, turnId: string): Kept | null {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(keyOf(interviewId, turnId)) ?? 'null');
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { text, base } = parsed as Record<string, unknown>;
    return typeof text === 'string' && typeof base === 'string' ? { text, base } : null;
  } catch {
    return null;
  }
}

export function forget(interviewId: string, turnId: string): void {
  try {
    localStorage.removeItem(keyOf(interviewId, turnId));
  } catch {
    // Nothing was kept.
  }
}
