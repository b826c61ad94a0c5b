/** Makes the words of booking's problems known. */
import { learn } from '..';
import en from './en';
import zh from './zh-CN';

learn({ en, zh });
