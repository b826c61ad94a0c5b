/** The messages of a thread as they stand on the screen: in order, each once, with what is missing known. Pure. */
import type { MessageView } from '../../api/types';

/** `messages` with `more` taken in: by number, each once. */
export function merge(messages: readonly MessageView[], more: readonly MessageView[]): MessageView[] {
  const byNumber = new Map(messages.map((message) => [message.number, message]));
  for (const message of more) byNumber.set(message.number, message);
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}

/** The number after which messages are missing, because a later one has come; null where all are there. */
export function gapAfter(messages: readonly MessageView[]): number | null {
  for (const [at, message] of messages.entries()) {
    const next = messages[at + 1];
    if (next && next.number !== message.number + 1) return message.number;
  }
  return null;
}

/** Midnight before a moment, in the reader's zone, in milliseconds. */
export function dayStart(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}

export interface Day {
  /** Midnight in the reader's zone, in milliseconds. */
  startMs: number;
  messages: MessageView[];
}

/** The messages by the reader's own days. */
export function byDay(messages: readonly MessageView[]): Day[] {
  const days: Day[] = [];
  for (const message of messages) {
    const startMs = dayStart(Date.parse(message.at));
    const last = days.at(-1);
    if (last?.startMs === startMs) last.messages.push(message);
    else days.push({ startMs, messages: [message] });
  }
  return days;
}

/** Whether a message goes on from the one before: same side, and within five minutes. */
export function continues(before: MessageView | undefined, message: MessageView): boolean {
  const apartMs = before ? Date.parse(message.at) - Date.parse(before.at) : Infinity;
  return before?.side === message.side && before.author === message.author && apartMs < 5 * 60_000;
}

/** Text cut into plain stretches and links of http(s), so that links can be shown as such without reading HTML. */
export function pieces(text: string): { text: string; href: string | null }[] {
  const found: { text: string; href: string | null }[] = [];
  let at = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'，。；！？）]+[^\s<>"'.,;:!?)，。；！？）]/g)) {
    if (match.index > at) found.push({ text: text.slice(at, match.index), href: null });
    found.push({ text: match[0], href: safeLink(match[0]) });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ text: text.slice(at), href: null });
  return found;
}

function safeLink(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/** Places of this app that a message may lead to, each with a button of its own. */
export const WAYS = ['/booking', '/check', '/welcome', '/offline'] as const;
export type Way = (typeof WAYS)[number];

/** Where the links of a message lead within this app, each place once. */
export function waysOf(text: string, origin: string): Way[] {
  const paths = pieces(text).flatMap(({ href }) => (href && new URL(href).origin === origin ? [new URL(href).pathname] : []));
  return WAYS.filter((way) => paths.includes(way));
}
