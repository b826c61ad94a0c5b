// Writes the PNG icons from public/favicon.svg with a Chromium: `npm run icons` (CHROMIUM names another binary).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mark = readFileSync(new URL('../public/favicon.svg', import.meta.url), 'utf8');
const out = new URL('../public/icons/', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'icons-'));
/** name, size in px, share of the width that the mark takes, ground (maskable and Apple icons have no transparency) */
const wanted = [
  ['icon-192', 192, 0.84, 'transparent'],
  ['icon-512', 512, 0.84, 'transparent'],
  ['maskable-512', 512, 0.56, '#F3F5F0'],
  ['apple-touch-icon', 180, 0.64, '#F3F5F0'],
];

mkdirSync(out, { recursive: true });
for (const [name, size, share, ground] of wanted) {
  const page = join(work, `${name}.html`);
  const side = Math.round(size * share);
  writeFileSync(
    page,
    `<style>body{margin:0;width:${size}px;height:${size}px;display:grid;place-items:center;background:${ground}}svg{width:${side}px;height:${side}px}</style>${mark}`,
  );
  execFileSync(process.env.CHROMIUM ?? '/usr/bin/chromium', [
    '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--default-background-color=00000000',
    `--user-data-dir=${join(work, 'profile')}`, `--window-size=${size},${size}`, `--screenshot=${join(out, `${name}.png`)}`, `file://${page}`,
  ], { stdio: 'ignore' });
}
rmSync(work, { recursive: true, force: true });
