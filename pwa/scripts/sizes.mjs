// Prints what a visitor loads, gzipped, and fails above the budget: entry 45 KB, a candidate screen 80, a staff one 150.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const KB = 1024;
const sizes = new Map();

function gz(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.get(file);
}

/** The chunk and everything that it imports at once. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const js = (keys) => [...new Set([...keys].map((key) => manifest[key].file))].reduce((sum, file) => sum + gz(file), 0);
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const start = closure(entry);
const boot = gzipSync(readFileSync(new URL('boot.js', dist))).length;
const rows = [['entry', js(start) + boot, 45]];
// the bundler may move the table of routes into a chunk that the entry imports
const screens = new Set([...start].flatMap((key) => manifest[key].dynamicImports ?? []));
for (const key of screens) {
  const isStaff = key.includes('/staff/');
  if (key.includes('/gallery/')) continue;
  rows.push([key.replace('src/features/', '').replace('.svelte', ''), js(closure(key, new Set(start))) + boot, isStaff ? 150 : 80]);
}
let isOver = false;
for (const [name, bytes, limit] of rows) {
  const mark = bytes > limit * KB ? '  OVER' : '';
  isOver ||= mark !== '';
  console.log(`${name.padEnd(34)} ${(bytes / KB).toFixed(1).padStart(6)} KB gz of ${limit}${mark}`);
}
if (isOver) process.exit(1);
