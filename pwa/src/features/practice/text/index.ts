import type { LocalText } from '../../../api/types';
import { texts } from '../../../i18n/index.svelte';
import en from './en';
import zh from './zh-CN';

export const words = texts<typeof en>(en, zh);

/** Easy to answer, about nothing that matters for any position. */
export const QUESTION: LocalText = {
  'zh-CN': '这一周里，你做得最开心的一件事是什么？为什么？',
  en: 'What did you enjoy most this week, and why?',
};

export const REASSURANCE: LocalText = {
  'zh-CN': '不着急，慢慢来。停顿不会影响评分。',
  en: 'Take your time. Pauses never count against you.',
};
