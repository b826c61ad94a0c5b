import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  pageTitle: '谢谢你',
  title: (name: string) => `${name}，谢谢你。`,
  all: (count: number) => `${count} 个回答全部送达，可以关闭页面了。`,
  some: (done: number, total: number) => `已送达 ${total} 个回答中的 ${done} 个，可以关闭页面了。`,
  sent: '回答已经送达，可以关闭页面了。',
  next: '接下来',
  one: '把你的话整理成文字',
  oneBody: '几分钟内由软件完成，供评阅的人阅读。',
  two: '由真人评阅',
  twoBody: (names: string) => `${names}。AI 只给参考，由他们决定。`,
  three: (day: string) => `${day}前一定有答复`,
  threeBody: '无论结果如何。',
  threeOpen: '我们一定会答复你',
  rest: '起来走走，伸个懒腰，喝口茶吧。',
  timeline: '查看我的进度',
} satisfies Messages<typeof en>;
