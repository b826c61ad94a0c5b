import { texts } from '../../i18n/index.svelte';
import en from './text/en';
import zh from './text/zh-CN';

export const words = texts<typeof en>(en, zh);

/** A file's size for people. */
export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? words().kb(Math.max(1, Math.round(bytes / 1000))) : words().mb((bytes / 1_000_000).toFixed(1));
}
