/** Questions of an interview that still runs: how far the answer is, and how many there will be. Pure. */

import type { Review } from '../../../api/types';
import type { Answer } from './timeline';

/** `put_off`: the candidate wants to come back to it. */
export type Open = 'asked' | 'answering' | 'put_off';

/** What an answer waits for that has not ended; null where it has, or where the interview is over. */
export function openAs(answer: Answer, state: Review['state']): Open | null {
  if ((state !== 'live' && state !== 'paused') || answer.ended_at !== null) return null;
  if (answer.was_skipped) return 'put_off';
  return state === 'live' && answer.started_at !== null ? 'answering' : 'asked';
}

/** How many questions there are, follow-ups apart; null where more may come and nobody has said how many. */
export function totalOf(review: Review, planned: number | null): number | null {
  if (planned !== null) return planned;
  if (review.state === 'live' || review.state === 'paused') return null;
  const places = review.answers.map((answer) => answer.index);
  return Math.max(new Set(places).size, ...places);
}
