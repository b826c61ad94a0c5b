import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  title: '练习',
  mark: '练习，不保存',
  doneTitle: '练习题到这里就结束了。',
  doneLead: '刚才没有录制，也没有发送任何内容。正式面试就是这样进行的。',
  back: '回到候场室',
  again: '再试一次',
  help: '帮助',
} satisfies Messages<typeof en>;
