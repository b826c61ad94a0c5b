import { describe, expect, it } from 'vitest';
import { KEYS, actionOf, isTypingIn, type Press } from './keys';

const press = (key: string, changes: Partial<Press> = {}): Press => ({
  key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, repeat: false, ...changes,
});

describe('keys', () => {
  it('are each one action’s alone', () => {
    expect(new Set(Object.values(KEYS)).size).toBe(Object.values(KEYS).length);
  });

  it('act outside of fields, in either case', () => {
    expect(actionOf(press('t'), false, true)).toBe('think');
    expect(actionOf(press('T'), false, true)).toBe('think');
    expect(actionOf(press('?'), false, true)).toBe('keys');
    expect(actionOf(press('x'), false, true)).toBeNull();
  });

  it('leave letters alone where somebody types, and where they were turned off', () => {
    expect(actionOf(press('t'), true, true)).toBeNull();
    expect(actionOf(press('t'), false, false)).toBeNull();
  });

  it('finish an answer from everywhere with control or command and Enter', () => {
    expect(actionOf(press('Enter', { ctrlKey: true }), true, false)).toBe('main');
    expect(actionOf(press('Enter', { metaKey: true }), false, true)).toBe('main');
    expect(actionOf(press('Enter'), false, true)).toBeNull();
  });

  it('never act while a Chinese word is being composed, with another modifier, or while held down', () => {
    expect(actionOf(press('Enter', { ctrlKey: true, isComposing: true }), true, true)).toBeNull();
    expect(actionOf(press('r', { ctrlKey: true }), false, true)).toBeNull();
    expect(actionOf(press('t', { altKey: true }), false, true)).toBeNull();
    expect(actionOf(press('t', { repeat: true }), false, true)).toBeNull();
  });
});

it('knows where letters are letters, through a shadow root too', () => {
  document.body.innerHTML = '<textarea></textarea><input type="radio"><button></button><div></div>';
  const [field, radio, button, host] = [...document.body.children] as [Element, Element, Element, Element];
  expect([field, radio, button, null].map(isTypingIn)).toEqual([true, false, false, false]);
  const inner = document.createElement('input');
  host.attachShadow({ mode: 'open' }).append(inner);
  inner.focus();
  expect(isTypingIn(host)).toBe(true);
});
