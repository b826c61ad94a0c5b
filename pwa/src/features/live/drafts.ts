/** Typed answers, kept on the phone at every burst of keys, so that a reload or a dead network loses no word. */

const keyOf = (interviewId: string, turnId: string): string => `greenroom.draft.${interviewId}.${turnId}`;

export function keep(interviewId: string, turnId: string, text: string): void {
  try {
    localStorage.setItem(keyOf(interviewId, turnId), text);
  } catch {
    // Storage refused or full: the server's copy remains.
  }
}

/** The phone's copy where it is longer-lived than the server's, else the server's. */
export function recall(interviewId: string, turnId: string, fromServer: string): string {
  try {
    return localStorage.getItem(keyOf(interviewId, turnId)) ?? fromServer;
  } catch {
    return fromServer;
  }
}

export function forget(interviewId: string, turnId: string): void {
  try {
    localStorage.removeItem(keyOf(interviewId, turnId));
  } catch {
    // Nothing was kept.
  }
}
