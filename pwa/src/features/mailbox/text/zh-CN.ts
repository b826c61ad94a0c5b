import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  pageTitle: '演示邮箱',
  title: '演示邮箱',
  lead: '演示中的邮件都会到这里，最新的在前，自动刷新。',
  empty: '还没有邮件',
  emptyBody: '在邀请页获取验证码，邮件就会到这里。',
  absent: '这里没有演示邮箱',
  absentBody: '本服务器发送真实邮件，请查看你自己的邮箱。',
  to: (address: string) => `收件人 ${address}`,
  code: '验证码',
  copied: '验证码已复制。',
  copy: '复制验证码',
} satisfies Messages<typeof en>;
