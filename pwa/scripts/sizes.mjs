// Prints what a visitor loads, gzipped, and fails above the budget: entry 45 KB, a candidate screen 80, a staff one 150.
// `--json`: one line an entry or screen, `{"name", "kilobytes", "limit"}`, and no judgement.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { closure, dist, manifest, screens, start } from './chunks.mjs';

const KB = 1024;
const sizes = new Map();

function gz(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.get(file);
}

const js = (keys) => [...new Set([...keys].map((key) => manifest[key].file))].reduce((sum, file) => sum + gz(file), 0);
const boot = gz('boot.js');
const rows = [['entry', js(start) + boot, 45]];
for (const key of screens) {
  const isStaff = key.includes('/staff/');
  if (key.includes('/gallery/')) continue;
  rows.push([key.replace('src/features/', '').replace('.svelte', ''), js(closure(key, new Set(start))) + boot, isStaff ? 150 : 80]);
}
let isOver = false;
for (const [name, bytes, limit] of rows) {
  const mark = bytes > limit * KB ? '  OVER' : '';
  isOver ||= mark !== '';
  if (process.argv.includes('--json')) console.log(JSON.stringify({ name, kilobytes: bytes / KB, limit }));
  else console.log(`${name.padEnd(34)} ${(bytes / KB).toFixed(1).padStart(6)} KB gz of ${limit}${mark}`);
}
if (isOver && !process.argv.includes('--json')) process.exit(1);
