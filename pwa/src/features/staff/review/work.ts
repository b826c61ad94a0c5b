/** What workers say about a recording while they are at it, and what became of it. Pure. */

import type { Answer } from './timeline';

/** Data of the event `progress` on `interview:{id}` (backend/contracts/events/live.py). */
export interface WorkProgress {
  take_id: string;
  step: 'joining' | 'playable' | 'transcribing';
  done: number;
  total: number;
}

export const PROBLEMS = [
  'no_media', 'media_unreadable', 'media_damaged', 'media_too_large', 'media_failed', 'worker_crashed',
  'worker_timeout', 'speech_model_missing', 'speech_model_corrupt',
] as const;
export type ProblemCode = (typeof PROBLEMS)[number];

const MENDABLE: readonly ProblemCode[] = ['media_too_large', 'media_failed', 'worker_crashed', 'worker_timeout'];

const codeOf = (code: string | null | undefined): ProblemCode | null => {
  if (!code) return null;
  return PROBLEMS.find((known) => known === code) ?? 'media_failed';
};

/** What is wrong with a recording or its transcript, each once. */
export function problemsOf(answer: Answer): ProblemCode[] {
  const codes = [codeOf(answer.problem), codeOf(answer.transcript_problem)];
  return [...new Set(codes.filter((code): code is ProblemCode => code !== null))];
}

/** Whether another try may help. */
export function isMendable(answer: Answer): boolean {
  return answer.transcript_state === 'waiting_for_model' || problemsOf(answer).some((code) => MENDABLE.includes(code));
}

/** Whether a worker is still at it, so that what it says counts. */
export function isWorkedOn(answer: Answer): boolean {
  return answer.media_state === 'processing' || answer.transcript_state === 'running';
}
