import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  title: '欢迎来到候场室',
  lead: '登场之前，在这里歇一歇。请打开邀请邮件里的链接进入。',
  lost: '找不到邮件？',
  lostBody: '看看垃圾邮件箱，或请邀请你的人再发一次。链接仅限你本人使用。',
  staff: '我是内部人员，去登录',
  help: '常见问题',
} satisfies Messages<typeof en>;
