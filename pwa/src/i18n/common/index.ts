import { texts } from '../index.svelte';
import en from './en';
import zh from './zh-CN';

/** Words that every screen shares. */
export const common = texts(en, zh);
