/** Drafts of words, rules and campaigns, and what is worked out from them. */
import type { CampaignDetail, NoticeWords, ReminderRule } from '../../../api/types';

export const PARTS = ['title', 'short', 'button', 'body'] as const;
export type Part = (typeof PARTS)[number];

export function emptyWords(): NoticeWords {
  const part = () => ({ 'zh-CN': '', en: '' });
  return { title: part(), short: part(), button: part(), body: part() };
}

/** A copy that can be edited. */
export function copyOf(text: NoticeWords): NoticeWords {
  return JSON.parse(JSON.stringify(text)) as NoticeWords;
}

/** `text` with `piece` at the place `at`, at its end where that lies beyond. */
export function inserted(text: string, at: number, piece: string): string {
  const place = Math.min(at, text.length);
  return text.slice(0, place) + piece + text.slice(place);
}

/** Whether every part is there in both languages. */
export function isWhole(text: NoticeWords): boolean {
  return PARTS.every((part) => text[part]['zh-CN'].trim() !== '' && text[part].en.trim() !== '');
}

/** A lead in the largest unit that divides it: minutes, hours or days. */
export function unitOf(minutes: number): 1 | 60 | 1440 {
  if (minutes > 0 && minutes % 1440 === 0) return 1440;
  return minutes > 0 && minutes % 60 === 0 ? 60 : 1;
}

/** The waits that are offered before the next way has its turn, in minutes, with the one that is chosen. */
export function patience(chosen: number | null): number[] {
  const offered = [3, 10, 30, 60, 240, 1440];
  return chosen && !offered.includes(chosen) ? [...offered, chosen].sort((one, other) => one - other) : offered;
}

/** A fresh rule with an id that no other has. */
export function freshRule(rules: readonly ReminderRule[]): ReminderRule {
  let n = rules.length + 1;
  while (rules.some((rule) => rule.id === `own_${n}`)) n += 1;
  return { id: `own_${n}`, kind: 'custom', lead_min: 120, is_on: true, anchor: 'starts_at', text: emptyWords() };
}

export interface Bar {
  key: 'asked' | 'out' | 'read' | 'clicked' | 'failed';
  count: number;
  /** Of the widest, 0 to 1. */
  share: number;
}

/** The bars of a campaign's results. */
export function bars(results: CampaignDetail['results']): Bar[] {
  const keys = ['asked', 'out', 'read', 'clicked', 'failed'] as const;
  const widest = Math.max(1, ...keys.map((key) => results[key]));
  return keys.map((key) => ({ key, count: results[key], share: results[key] / widest }));
}

/** How far a campaign is, 0 to 1; null where nobody knows yet how many there are. */
export function share(asked: number, audience: number | null): number | null {
  return audience === null || audience === 0 ? null : Math.min(1, asked / audience);
}
