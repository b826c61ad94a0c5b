/** The staff screens' words. */
import { texts } from '../../i18n/index.svelte';
import en from './text/en';
import zh from './text/zh-CN';

export const words = texts(en, zh);
