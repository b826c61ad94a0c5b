/** Which participant this tab is, so that a reload comes back as the same one. */
import type { Mode } from './types';

export interface Kept {
  participant: string;
  mode: Mode;
}

const key = (interviewId: string): string => `greenroom.room.${interviewId}`;

export function remember(interviewId: string, kept: Kept): void {
  try {
    sessionStorage.setItem(key(interviewId), JSON.stringify(kept));
  } catch {
    // Private windows may refuse storage: a reload then stands in the green room again.
  }
}

export function recall(interviewId: string): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(interviewId)) ?? 'null') as Kept | null;
    return kept && typeof kept.participant === 'string' ? kept : null;
  } catch {
    return null;
  }
}

export function forget(interviewId: string): void {
  try {
    sessionStorage.removeItem(key(interviewId));
  } catch {
    // nothing was kept then
  }
}
