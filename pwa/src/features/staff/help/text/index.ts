import { texts } from '../../../../i18n/index.svelte';
import en from './en';
import zh from './zh-CN';

export const words = texts(en, zh);
