/** The live interview's words. What the interviewer says comes from the server, in both languages. */
import { texts } from '../../i18n/index.svelte';
import en from './text/en';
import zh from './text/zh-CN';

export const words = texts(en, zh);
