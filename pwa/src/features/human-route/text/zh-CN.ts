import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  pageTitle: '由真人接手',
  chip: '真人跟进中',
  title: (name: string) => `${name}会和你面谈`,
  lead: '你想和真人面谈，我们这就安排。没有录制任何内容，也不会影响对你的评价。',
  next: '接下来',
  one: (name: string) => `${name}查看你的意愿`,
  oneBody: '已经送到对方手中。',
  two: '你会收到面谈邀约',
  twoBody: '通过邮件发送，一般在两个工作日内。',
  three: '同样的问题，同样的标准',
  threeBody: '无论选择哪种方式，评价标准都一样。',
  close: '可以关闭此页面了。',
} satisfies Messages<typeof en>;
