import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  title: '这扇门后没有房间',
  body: '网址可能不完整，请使用邀请邮件里的链接。',
  home: '回到入口',
} satisfies Messages<typeof en>;
