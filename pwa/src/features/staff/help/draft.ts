/** An article as it is being rewritten, and what of it is kept on the device until it is published. Pure but for the keeping. */
import type { HelpDraft, HelpSource, HelpVersion } from '../../../api/types';
import { OWN_WORDS } from '../../../session/session.svelte';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Spoken = (typeof LANGUAGES)[number];
export const TITLE_CHARS = 120;
export const BODY_CHARS = 20_000;
/** What the app asks the help centre about; others can be written in the repository. */
export const TOPICS = ['sign-in', 'browser', 'camera', 'microphone', 'speaker', 'network', 'start', 'live', 'accommodations', 'privacy'] as const;
/** The address of an article that is not there yet. */
export const NEW = 'new';

export type Draft = Required<Pick<HelpDraft, 'title' | 'body' | 'topics' | 'order' | 'is_hidden'>>;

export interface Kept {
  draft: Draft;
  /** The version that it was begun from; null: nothing of HR's. */
  version: number | null;
}

export const blank = (order: number): Draft => ({
  title: { 'zh-CN': '', en: '' }, body: { 'zh-CN': '', en: '' }, topics: [], order, is_hidden: false,
});

export function draftOf({ title, body, topics, order, is_hidden }: HelpSource): Draft {
  return { title, body, topics, order, is_hidden };
}

/** `draft` with the words of a version; its place in the list stays. */
export function withWordsOf(draft: Draft, { title, body, topics }: HelpVersion): Draft {
  return { ...draft, title, body, topics };
}

export function isSame(one: Draft, other: Draft): boolean {
  const words = (each: Draft) => [each.title['zh-CN'], each.title.en, each.body['zh-CN'], each.body.en, each.order, each.is_hidden, ...each.topics.toSorted()];
  return JSON.stringify(words(one)) === JSON.stringify(words(other));
}

export type Gap = `${'title' | 'body'}.${Spoken}`;

/** What is still to be written before readers may see it. */
export function gaps(draft: Draft): Gap[] {
  return LANGUAGES.flatMap((spoken) => (['title', 'body'] as const).filter((part) => draft[part][spoken].trim() === '').map((part): Gap => `${part}.${spoken}`));
}

/** An address of its own for a new article, made from its English title: "No sound?" → no-sound */
export function slugOf(title: string, taken: readonly string[]): string {
  const plain = title.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 50).replaceAll(/^-+|-+$/g, '') || 'article';
  let slug = plain === NEW ? 'new-article' : plain;
  for (let n = 2; taken.includes(slug); n += 1) slug = `${plain}-${n}`;
  return slug;
}

const keyOf = (slug: string): string => `${OWN_WORDS}help.${slug}`;

export function keep(slug: string, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(slug), JSON.stringify(kept));
  } catch {
    // storage refused or full: the words stay as long as the page does
  }
}

export function recall(slug: string): Kept | null {
  try {
    const known = JSON.parse(localStorage.getItem(keyOf(slug)) ?? 'null') as Kept | null;
    return known && typeof known.draft?.title?.en === 'string' && typeof known.draft.body?.en === 'string' ? known : null;
  } catch {
    return null;
  }
}

export function forget(slug: string): void {
  try {
    localStorage.removeItem(keyOf(slug));
  } catch {
    // nothing was kept
  }
}
