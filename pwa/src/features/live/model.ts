/** What the live screen knows, and how it changes. Pure: views, sayings and the time come in, figures go out. */

import type { components } from '../../api/schema';

export type LiveView = components['schemas']['LiveView'];
export type Turn = components['schemas']['TurnView'];
export type Utterance = components['schemas']['Utterance'];
export type CommandKind = components['schemas']['Command']['kind'];
export type AnswerKind = Turn['kind'];

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
  /** They asked to be left alone with their thoughts, and have not spoken since. */
  isLeftAlone: boolean;
  /** The offer to go on was answered by speech or by thinking on; a new offer shows again. */
  isOfferGone: boolean;
  /** The newest of the running answer. */
  caption: Caption | null;
}

export const NOTHING_YET: Live = {
  view: null, receivedMs: 0, aside: null, isSpeaking: false, isLeftAlone: false, isOfferGone: false, caption: null,
};

const SPOKEN: ReadonlySet<AnswerKind> = new Set(['video', 'voice', 'scenario']);

/** Whether the answer is said, not written or chosen. */
export const isSpoken = (kind: AnswerKind): boolean => SPOKEN.has(kind);

/** Whether the picture is recorded with it. */
export const hasPicture = (kind: AnswerKind): boolean => kind === 'video' || kind === 'scenario';

/** Whether the server would take the command now. */
export const can = (view: LiveView | null, kind: CommandKind): boolean => view?.allowed?.includes(kind) ?? false;

/** Takes a view unless a newer one is there; a new turn or phase ends an aside that was meant for the former. */
export function receive(live: Live, view: LiveView, nowMs: number): Live {
  const held = live.view;
  if (held && (view.version < held.version || (view.version === held.version && view.now < held.now))) return live;
  const isSamePlace = held?.turn?.id === view.turn?.id && held?.phase === view.phase;
  const caption = live.caption?.take_id === view.turn?.take_id ? live.caption : null;
  return {
    ...live,
    view,
    receivedMs: nowMs,
    aside: isSamePlace ? live.aside : null,
    isLeftAlone: isSamePlace && live.isLeftAlone && !view.held_by && view.turn !== null && isSpoken(view.turn.kind),
    isOfferGone: live.isOfferGone && isSamePlace && held?.offered_next === true,
    caption,
  };
}

export function hear(live: Live, utterance: Utterance): Live {
  const isOffer = utterance.kind === 'offer_next';
  return { ...live, aside: utterance, isOfferGone: isOffer ? live.isSpeaking : live.isOfferGone };
}

/** Speech cancels a reassurance and an offer to go on: whoever talks need not be told to take their time. */
export function speech(live: Live, isSpeaking: boolean): Live {
  if (!isSpeaking) return { ...live, isSpeaking };
  return { ...live, isSpeaking, aside: null, isLeftAlone: false, isOfferGone: true };
}

/** They want to think: nothing is offered or said until they speak. */
export function leftAlone(live: Live): Live {
  return { ...live, aside: null, isLeftAlone: true, isOfferGone: true };
}

/** Whether the offer to go on stands. */
export function isOffered(live: Live): boolean {
  const isMade = live.view?.offered_next === true || live.aside?.kind === 'offer_next';
  return live.view?.phase === 'answering' && isMade && !live.isOfferGone && !live.isSpeaking;
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

/** Seconds until the next question, or the end, comes by itself. */
export function nextInS(live: Live, nowMs: number): number | null {
  const { view } = live;
  return view?.phase === 'acknowledged' ? untilS(live, view.next_at ?? view.acknowledgement?.next_at, nowMs) : null;
}

/** Seconds that a pause or a break may still last before anyone asks. */
export function restLeftS(live: Live, nowMs: number): number | null {
  const { view } = live;
  if (!view) return null;
  const since = { ...live, view: { ...view, is_clock_stopped: false } };
  return untilS(since, view.pause?.until ?? (view.phase === 'break' ? view.break_until : null), nowMs);
}

/** Seconds until something happens by itself, below zero when it should have: for who has to ask. */
export function dueInS(live: Live, nowMs: number): number | null {
  const { view } = live;
  if (!view || view.is_clock_stopped || view.pause) return null;
  const passedS = (nowMs - live.receivedMs) / 1000;
  const at = (moment: string | null | undefined): number | null =>
    moment ? (Date.parse(moment) - Date.parse(view.now)) / 1000 - passedS : null;
  if (view.phase === 'thinking') return at(view.turn?.thinking_until);
  if (view.phase === 'answering') return view.turn ? view.turn.hard_limit_s - view.turn.answered_s - passedS : null;
  return at(view.next_at);
}

const WARN_S = 20;

/** A limit that is near: 20 s before an answer closes, and as soon as the server says so (WCAG 2.2.1). */
export function nearLimit(live: Live, nowMs: number): { leftS: number; limit: 'thinking' | 'answer' } | null {
  const { view } = live;
  if (!view?.turn || view.pause) return null;
  if (view.phase === 'thinking') {
    const leftS = thinkingLeftS(live, nowMs);
    return leftS !== null && view.warning?.limit === 'thinking' ? { leftS, limit: 'thinking' } : null;
  }
  const leftS = limitLeftS(live, nowMs);
  if (leftS === null) return null;
  return leftS <= WARN_S || view.warning?.limit === 'answer' ? { leftS, limit: 'answer' } : null;
}

/** Words of an answer as people count them: Chinese by character, others by space. */
export function countWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const others = text.replace(/\p{Script=Han}/gu, ' ').match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
  return han + others;
}
