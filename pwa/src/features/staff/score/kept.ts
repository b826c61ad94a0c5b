/**
 * The card under way, kept on the device at every change until the server has it: a reload, a dead network or a closed
 * browser loses no word. It goes with the acknowledgement, and with signing out.
 */
import { OWN_WORDS } from '../../../session/session.svelte';
import type { Content } from './types';

export interface Kept {
  content: Content;
  /** What the server had when `content` was last in step with it. */
  base: Content;
}

const PREFIX = `${OWN_WORDS}card.`;

const keyOf = (account: string, interview: string): string => `${PREFIX}${account}.${interview}`;

export function keep(account: string, interview: string, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(account, interview), JSON.stringify(kept));
  } catch {
    // Storage refused or full: the server's copy remains.
  }
}

export function recall(account: string, interview: string): Kept | null {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(keyOf(account, interview)) ?? 'null');
    return isKept(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export function forget(account: string, interview: string): void {
  try {
    localStorage.removeItem(keyOf(account, interview));
  } catch {
    // Nothing was kept.
  }
}

const isContent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Array.isArray((value as Record<string, unknown>)['ratings']) &&
  typeof (value as Record<string, unknown>)['comment'] === 'string';

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { content, base } = value as Record<string, unknown>;
  return isContent(content) && isContent(base);
}
