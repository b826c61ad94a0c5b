import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import CodeField from './CodeField.svelte';

/** A busy machine stands still for seconds. */
const PATIENTLY = { timeout: 30_000 };

let field: Record<string, unknown>;
let text = '';
let changes = 0;
let refusals = 0;

beforeEach(() => {
  document.body.innerHTML = '';
  changes = 0;
  refusals = 0;
  text = '';
  const props = {
    get text() { return text; },
    set text(next: string) { text = next; },
    language: 'plain' as const,
    maxChars: 100,
    onchange: () => { changes += 1; },
    onfull: () => { refusals += 1; },
  };
  field = mount(CodeField, { target: document.body, props });
  flushSync();
});
afterEach(async () => {
  await unmount(field);
  await new Promise((done) => setTimeout(done, 20)); // an editor looks 10 ms later where the focus went, which happy-dom cannot tell of while another has it
});

const plain = (): HTMLTextAreaElement | null => document.querySelector('textarea');
const editor = (): HTMLElement | null => document.querySelector('.host')?.shadowRoot?.querySelector('.cm-content') ?? null;

function write(words: string): void {
  const into = plain();
  if (!into) throw new Error('no plain field');
  into.value = words;
  into.dispatchEvent(new Event('input', { bubbles: true }));
}

it('lets the editor take over in the middle of typing: text, caret and focus stay', async () => {
  plain()?.focus();
  write('SELECT 1;');
  plain()?.setSelectionRange(7, 8);
  await vi.waitFor(() => expect(editor()).not.toBeNull(), PATIENTLY);
  expect(plain()).toBeNull();
  expect(editor()?.textContent).toBe('SELECT 1;');
  expect(document.querySelector('.host')?.shadowRoot?.activeElement).toBe(editor());
  editor()?.blur(); // happy-dom tells of a moved selection while it moves, as no browser does
  (document.querySelector('.keys button:last-child') as HTMLElement).click();
  expect(text).toBe('SELECT #;');
  expect(changes).toBe(2);
});

it('takes no focus that was elsewhere', async () => {
  await vi.waitFor(() => expect(editor()).not.toBeNull(), PATIENTLY);
  expect(document.querySelector('.host')?.shadowRoot?.activeElement ?? null).toBeNull();
});

it('waits for a word that is being composed', async () => {
  plain()?.focus();
  plain()?.dispatchEvent(new Event('compositionstart'));
  await import('./editor');
  await new Promise((done) => setTimeout(done));
  write('名字');
  expect(editor()).toBeNull();
  plain()?.dispatchEvent(new Event('compositionend'));
  await vi.waitFor(() => expect(editor()?.textContent).toBe('名字'), PATIENTLY);
  expect(document.querySelector('.host')?.shadowRoot?.activeElement).toBe(editor());
});

it('lets in no more than is kept, and says so', async () => {
  write('x'.repeat(100));
  await vi.waitFor(() => expect(editor()).not.toBeNull(), PATIENTLY);
  (document.querySelector('.keys button:last-child') as HTMLElement).click();
  expect([text.length, editor()?.textContent?.length, refusals]).toEqual([100, 100, 1]);
});
