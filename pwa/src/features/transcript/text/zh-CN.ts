import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  title: '我们听到的内容',
  lead: '这是机器根据录音写下的文字。如有听错的地方，可以直接改正：两个版本都会保留，别人先看到你改正后的内容。',
  running: '还在整理中，完成后会自动显示。',
  waiting: '暂时无法转成文字，录音已妥善保存。',
  nothing: '这个回答里没有听到说话声。',
  correct: '改正',
  heard: '听到的是：',
  yours: '你说的是',
  save: '保存',
  cancel: '取消',
  takeBack: '恢复为听到的内容',
  saved: '改正的内容已保存。',
  none: '没有可以显示的录音回答。',
  noneBody: '打字的回答会按你写的原样保存。',
  back: '回到进展页',
} satisfies Messages<typeof en>;
