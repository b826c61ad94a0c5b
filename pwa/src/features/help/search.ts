/** Finding help articles: by words, forgiving a slip of the finger; Chinese by its characters. Pure. */
import MiniSearch from 'minisearch';
import type { HelpEntry } from '../../api/types';
import type { Language } from '../../i18n/index.svelte';

export type Find = (query: string) => HelpEntry[];

/** "怎么改时间" → 怎 么 改 时 间 怎么 么改 改时 时间 · "Camera" → camera */
export function tokens(text: string): string[] {
  const found: string[] = [];
  for (const run of text.normalize('NFKC').toLowerCase().match(/\p{Script=Han}+|[^\s\p{P}\p{S}\p{Script=Han}]+/gu) ?? []) {
    if (!/\p{Script=Han}/u.test(run)) found.push(run);
    else {
      const signs = [...run];
      found.push(...signs, ...signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`));
    }
  }
  return found;
}

/** A search over the articles in one language; an empty query finds all, in their order. */
export function searchOver(entries: readonly HelpEntry[], language: Language): Find {
  const index = new MiniSearch<{ id: string; title: string; plain: string; topics: string }>({
    fields: ['title', 'plain', 'topics'],
    tokenize: tokens,
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: 3, topics: 2 },
      prefix: (term) => !/\p{Script=Han}/u.test(term),
      fuzzy: (term) => (/\p{Script=Han}/u.test(term) || term.length < 4 ? false : 0.25),
    },
  });
  index.addAll(entries.map((entry) => ({ id: entry.slug, title: entry[language].title, plain: entry[language].plain, topics: entry.topics.join(' ') })));
  const bySlug = new Map(entries.map((entry) => [entry.slug, entry]));
  return (query) => {
    if (query.trim() === '') return [...entries];
    return index.search(query).flatMap((hit) => bySlug.get(String(hit.id)) ?? []);
  };
}
