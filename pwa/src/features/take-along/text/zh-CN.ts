import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  title: '网络不好？',
  body: '把题目存进手机，离线也能作答。',
  taken: '离线作答',
  takenBody: '题目已在手机里，飞行模式也能用。',
} satisfies Messages<typeof en>;
