import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  open: '撤回申请',
  title: '确定撤回申请吗？',
  body: (name: string) => `撤回后，面试随即结束，约好的时间会取消，也不用再做什么。撤回后不能自行恢复，如果遇到了问题，可以先问问${name}。`,
  kept: (days: number, name: string) => `已经给出的回答会加密保存，${days} 天内删除；想提前删除，告诉${name}就行。`,
  yes: '确定撤回',
  no: '保留申请',
} satisfies Messages<typeof en>;
