import { texts } from '../../../i18n/index.svelte';
import en from './en';
import zh from './zh-CN';

export const sections = texts<typeof en.sections>(en.sections, zh.sections);
export const words = texts<typeof en.words>(en.words, zh.words);
