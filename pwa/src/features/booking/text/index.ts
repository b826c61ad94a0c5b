import { texts } from '../../../i18n/index.svelte';
import '../../../i18n/problems/booking';
import en from './en';
import zh from './zh-CN';

export const words = texts<typeof en>(en, zh);
