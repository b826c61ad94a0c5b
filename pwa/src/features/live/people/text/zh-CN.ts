import type { Messages } from '../../../../i18n/index.svelte';
import type en from './en';

export default {
  speaking: (name) => `${name}正在和你交谈`,
  speakingHint: 'AI 在一旁等候，计时已停下。这里也不用着急。',
  recorded: '正在录制这次交谈',
  notRecorded: '这次交谈不录制',
  asked: '问题',
  connecting: (name) => `${name}马上就到……`,
  lineAway: (name) => `正在重新连接${name}，请稍候。`,
  help: '求助',
  keys: '麦克风、摄像头等',
} satisfies Messages<typeof en>;
