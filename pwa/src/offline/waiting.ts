/**
 * How many answers are on this phone alone, for every screen. A note in localStorage, so that the app's entry neither
 * opens the database nor loads the code that does.
 */

export interface Waiting {
  count: number;
  bytes: number;
}

const USED = 'greenroom.offline';

/** This browser has something of the offline part: its code is to be loaded when the app starts. */
export function noteUse(): void {
  try {
    localStorage.setItem(USED, '1');
  } catch {
    // without storage it starts with the first offline screen
  }
}

export function isUsed(): boolean {
  try {
    return localStorage.getItem(USED) !== null;
  } catch {
    return false;
  }
}

export const NONE: Waiting = { count: 0, bytes: 0 };
const KEY = 'greenroom.waiting';
const watchers = new Set<(waiting: Waiting) => void>();

export function readWaiting(): Waiting {
  try {
    const { count, bytes } = (JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {}) as Partial<Waiting>;
    return typeof count === 'number' && typeof bytes === 'number' ? { count, bytes } : NONE;
  } catch {
    return NONE;
  }
}

export function noteWaiting(waiting: Waiting): void {
  try {
    if (waiting.count > 0) localStorage.setItem(KEY, JSON.stringify(waiting));
    else localStorage.removeItem(KEY);
  } catch {
    // without storage the counter is missing; the answers are in the database
  }
  watchers.forEach((tell) => tell(waiting));
}

/** Tells at every change, in this tab or another. */
export function watchWaiting(tell: (waiting: Waiting) => void): () => void {
  const other = (event: StorageEvent): void => {
    if (event.key === KEY || event.key === null) tell(readWaiting());
  };
  watchers.add(tell);
  addEventListener('storage', other);
  return () => {
    watchers.delete(tell);
    removeEventListener('storage', other);
  };
}
