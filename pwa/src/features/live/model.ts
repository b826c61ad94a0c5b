/** What the live screen knows, and how it changes. Pure: views, sayings and the time come in, figures go out. */

import type { components } from '../../api/schema';

export type LiveView = components['schemas']['LiveView'];
export type Turn = components['schemas']['TurnView'];
export type Utterance = components['schemas']['Utterance'];

/** What the candidate has just said, as the recogniser heard it. Captions are in order by leg and start. */
export interface Caption {
  take_id: string;
  leg_id: string;
  start_ms: number;
  text: string;
}

export interface Live {
  view: LiveView | null;
  /** `performance.now()` when the view came; server times are read relative to the view's own `now`. */
  receivedMs: number;
  /** The latest saying that is not part of a view (reassurance and the like). */
  aside: Utterance | null;
  isSpeaking: boolean;
  /** The newest of the running answer. */
  caption: Caption | null;
}

export const NOTHING_YET: Live = { view: null, receivedMs: 0, aside: null, isSpeaking: false, caption: null };

/** Takes a view unless a newer one is there; a new turn or phase ends an aside that was meant for the former. */
export function receive(live: Live, view: LiveView, nowMs: number): Live {
  const held = live.view;
  if (held && (view.version < held.version || (view.version === held.version && view.now < held.now))) return live;
  const isSamePlace = held?.turn?.id === view.turn?.id && held?.phase === view.phase;
  const caption = live.caption?.take_id === view.turn?.take_id ? live.caption : null;
  return { ...live, view, receivedMs: nowMs, aside: isSamePlace ? live.aside : null, caption };
}

export function hear(live: Live, utterance: Utterance): Live {
  return { ...live, aside: utterance };
}

/** Speech cancels a reassurance: whoever talks need not be told to take their time. */
export function speech(live: Live, isSpeaking: boolean): Live {
  return { ...live, isSpeaking, aside: isSpeaking ? null : live.aside };
}

/** Takes a caption of the running answer, unless a later one is there. */
export function captioned(live: Live, caption: Caption): Live {
  const held = live.caption;
  if (caption.take_id !== live.view?.turn?.take_id) return live;
  if (held && (caption.leg_id < held.leg_id || (caption.leg_id === held.leg_id && caption.start_ms < held.start_ms))) return live;
  return { ...live, caption };
}

const CAPTION_UNITS = 96;

/** The end of a caption that fits two lines of a small phone; Chinese characters are twice as wide as letters. */
export function captionEnd(text: string): string {
  const letters = [...text.trim()];
  let units = 0;
  let from = letters.length;
  while (from > 0 && units < CAPTION_UNITS) units += /\p{Script=Han}|[，。！？、]/u.test(letters[--from] ?? '') ? 2 : 1;
  if (from === 0) return letters.join('');
  const rest = letters.slice(from).join('');
  const at = rest.indexOf(' ');
  return `…${at < 0 ? rest : rest.slice(at + 1)}`;
}

/** Seconds since the view was made, none while the clock stands. */
function sinceView(live: Live, nowMs: number): number {
  return !live.view || live.view.is_clock_stopped ? 0 : Math.max(0, (nowMs - live.receivedMs) / 1000);
}

function untilS(live: Live, moment: string | null | undefined, nowMs: number): number | null {
  if (!live.view || !moment) return null;
  const atView = (Date.parse(moment) - Date.parse(live.view.now)) / 1000;
  return Math.max(0, atView - sinceView(live, nowMs));
}

/** Seconds of thinking time left, null outside of it. */
export function thinkingLeftS(live: Live, nowMs: number): number | null {
  return live.view?.phase === 'thinking' ? untilS(live, live.view.turn?.thinking_until, nowMs) : null;
}

/** Seconds the running answer has taken so far; drops do not count. */
export function answeredS(live: Live, nowMs: number): number {
  const turn = live.view?.turn;
  if (!turn) return 0;
  return turn.answered_s + (live.view?.phase === 'answering' ? sinceView(live, nowMs) : 0);
}

/** Seconds until the answer's hard limit. */
export function limitLeftS(live: Live, nowMs: number): number | null {
  const turn = live.view?.turn;
  if (!turn || live.view?.phase !== 'answering') return null;
  return Math.max(0, turn.hard_limit_s - answeredS(live, nowMs));
}

/** Seconds until the next question comes by itself. */
export function nextInS(live: Live, nowMs: number): number | null {
  return live.view?.phase === 'acknowledged' ? untilS(live, live.view.acknowledgement?.next_at, nowMs) : null;
}

/** Words of an answer as people count them: Chinese by character, others by space. */
export function countWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const others = text.replace(/\p{Script=Han}/gu, ' ').match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
  return han + others;
}
