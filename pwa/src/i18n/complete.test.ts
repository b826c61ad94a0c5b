import { describe, expect, it } from 'vitest';

/** Every dictionary of the app, by its path without the language. */
const files = import.meta.glob<{ default: Record<string, unknown> }>(['../**/en.ts', '../**/zh-CN.ts'], { eager: true });
const areas = [...new Set(Object.keys(files).map((path) => path.replace(/(en|zh-CN)\.ts$/, '')))];

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, `a function of ${value.length}`]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

describe.each(areas)('the dictionary %s', (area) => {
  const en = leaves(files[`${area}en.ts`]?.default);
  const zh = leaves(files[`${area}zh-CN.ts`]?.default);

  it('has the same keys in both languages', () => {
    expect(zh.map(([path]) => path).sort()).toEqual(en.map(([path]) => path).sort());
  });

  it('leaves nothing empty that the other language fills', () => {
    const empty = (all: [string, string][]) => all.filter(([, words]) => words.trim() === '').map(([path]) => path);
    // a Chinese sentence may begin with what stands in its middle in English
    const allowed = new Set([...empty(en), '.before']);
    expect(empty(zh).filter((path) => !allowed.has(path))).toEqual([]);
  });

  it('does not leave English sentences in the Chinese one', () => {
    const same = zh.filter(([path, words]) => / \w+ \w+ /.test(words) && !/\p{Script=Han}|^a function/u.test(words) && en.some(([p, w]) => p === path && w === words));
    expect(same).toEqual([]);
  });
});
