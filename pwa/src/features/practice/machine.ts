/**
 * One practice question, led by this device alone: thinking → answering → acknowledged, and again as often as liked.
 * Pure. It speaks the language of the live view, so that its screens are those of the interview; no word of it leaves
 * the device or stays on it.
 */

import type { CommandKind, LiveView, Turn } from '../live/model';
import type { LocalText } from '../../api/types';
import type { Details } from '../live/commands';

export const THINKING_S = 20;
export const SOFT_LIMIT_S = 60;
export const HARD_LIMIT_S = 120;
const EXTENSION_S = 60;
const EXTENSIONS = 10;

export interface Practice {
  phase: 'thinking' | 'answering' | 'acknowledged';
  kind: 'video' | 'voice' | 'text';
  /** When the phase began, in ms of any clock. */
  sinceMs: number;
  thinkingS: number;
  hardLimitS: number;
  extensions: number;
  attempt: number;
  /** Of the answer that was given. */
  lengthS: number;
  words: number;
}

export function begin(kind: Practice['kind'], nowMs: number, attempt = 0): Practice {
  return {
    phase: 'thinking', kind, sinceMs: nowMs, thinkingS: THINKING_S, hardLimitS: HARD_LIMIT_S, extensions: 0, attempt,
    lengthS: 0, words: 0,
  };
}

export function allowed(practice: Practice): CommandKind[] {
  const more: CommandKind[] = practice.extensions < EXTENSIONS ? ['more_time'] : [];
  switch (practice.phase) {
    case 'thinking':
      return ['start_answer', 'repeat', 'switch_kind', ...more];
    case 'answering':
      return ['done', 'repeat', 'think', 'draft', 'switch_kind', ...more];
    case 'acknowledged':
      return ['continue', 'retake'];
  }
}

/** After a command; one that is not allowed changes nothing. `countWords` counts a typed answer. */
export function after(
  practice: Practice, kind: CommandKind, details: Details, nowMs: number, countWords: (text: string) => number,
): Practice {
  if (!allowed(practice).includes(kind)) return practice;
  switch (kind) {
    case 'start_answer':
      return { ...practice, phase: 'answering', sinceMs: nowMs };
    case 'more_time': {
      const longer = practice.phase === 'thinking' ? { thinkingS: practice.thinkingS + EXTENSION_S } : { hardLimitS: practice.hardLimitS + EXTENSION_S };
      return { ...practice, ...longer, extensions: practice.extensions + 1 };
    }
    case 'switch_kind':
      return { ...practice, kind: details.answer_kind as Practice['kind'] };
    case 'done':
      return ended(practice, nowMs, countWords(details.text ?? ''));
    case 'retake':
      return begin(practice.kind, nowMs, practice.attempt + 1);
    default:
      return practice;
  }
}

/** What time alone has done. */
export function tick(practice: Practice, nowMs: number): Practice {
  const passedS = (nowMs - practice.sinceMs) / 1000;
  if (practice.phase === 'thinking' && passedS >= practice.thinkingS) {
    return { ...practice, phase: 'answering', sinceMs: practice.sinceMs + practice.thinkingS * 1000 };
  }
  if (practice.phase === 'answering' && passedS >= practice.hardLimitS) return ended(practice, nowMs, practice.words);
  return practice;
}

function ended(practice: Practice, nowMs: number, words: number): Practice {
  return { ...practice, phase: 'acknowledged', lengthS: (nowMs - practice.sinceMs) / 1000, words };
}

function fit(practice: Practice): 'short' | 'fits' | 'long' {
  if (practice.kind === 'text') return practice.words < 15 ? 'short' : 'fits';
  if (practice.lengthS < SOFT_LIMIT_S / 4) return 'short';
  return practice.lengthS > SOFT_LIMIT_S * 1.25 ? 'long' : 'fits';
}

/** The picture of it at `nowMs`, which the calendar calls `epochMs`. `version` grows with each view. */
export function viewOf(practice: Practice, nowMs: number, epochMs: number, version: number, prompt: LocalText): LiveView {
  const passedS = (nowMs - practice.sinceMs) / 1000;
  const isTyped = practice.kind === 'text';
  return {
    interview_id: 'practice', room: '', version, state: 'live', phase: practice.phase, now: new Date(epochMs).toISOString(),
    is_clock_stopped: false, say: null, first_name: '', position: prompt, allowed: allowed(practice), step: 'practice',
    progress: { done: practice.phase === 'acknowledged' ? 1 : 0, total: 1, minutes_left: 1 },
    offered_next: false, gap_s: 5, pauses_left: 0, speech_rate: 1, is_preview: false,
    turn: practice.phase === 'acknowledged' ? null : turnOf(practice, passedS, epochMs, prompt),
    acknowledgement: practice.phase !== 'acknowledged' ? null : {
      length_s: isTyped ? null : practice.lengthS, words: isTyped ? practice.words : null, fit: fit(practice),
      next_at: null, turn_id: `practice.${practice.attempt}`, retakes_left: 9, is_practice: true,
    },
  };
}

function turnOf(practice: Practice, passedS: number, epochMs: number, prompt: LocalText): Turn {
  const isThinking = practice.phase === 'thinking';
  const leftMs = Math.max(0, practice.thinkingS - passedS) * 1000;
  return {
    id: `practice.${practice.attempt}`, index: 1, kind: practice.kind, asked_kind: practice.kind, prompt,
    kinds: ['video', 'voice', 'text'], thinking_s: practice.thinkingS, soft_limit_s: SOFT_LIMIT_S,
    hard_limit_s: practice.hardLimitS, thinking_until: isThinking ? new Date(epochMs + leftMs).toISOString() : null,
    answering_since: null, answered_s: isThinking ? 0 : passedS, take_id: null, draft: '',
    extensions_left: EXTENSIONS - practice.extensions, is_practice: true, is_return: false, retake: practice.attempt,
    retakes_left: 9, choices_max: 1,
  };
}
