// What the build made: which files a screen takes beside those that every page starts with.
import { readFileSync } from 'node:fs';

export const dist = new URL('../dist/', import.meta.url);
export const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** The chunk and everything that it imports at once, without what is `seen`. */
export function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
/** The chunks of every page. */
export const start = closure(entry);
/** The screens; the bundler may move the table of routes into a chunk that the entry imports. */
export const screens = new Set(
  [...start].flatMap((key) => manifest[key].dynamicImports ?? []).filter((key) => key.startsWith('src/features/')),
);
