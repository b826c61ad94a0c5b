import type { LocalText } from '../../../api/types';
import { texts } from '../../../i18n/index.svelte';
import en from './en';
import zh from './zh-CN';

export const words = texts<typeof en>(en, zh);

export const REASSURANCE: LocalText = {
  'zh-CN': '不着急，慢慢来。停顿不会影响评分。',
  en: 'Take your time. Pauses never count against you.',
};
