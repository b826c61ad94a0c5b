import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  title: '需要调整面试方式吗？',
  lead: '更多时间、字幕、打字回答、休息，都可以在开始前告诉我们。评分的人看不到这些。',
  ask: '提出需要',
  change: '修改',
  sheet: '怎样对你更公平？',
  sheetLead: (name) => `${name}会看到并为你设置，不需要说明原因。`,
  wishes: {
    extra_time: '更多回答时间',
    extra_thinking: '更多思考时间',
    longer_gaps: '题目之间间隔长一点',
    slower_speech: '读题慢一点',
    captions: '字幕',
    text_only: '只用打字回答',
    voice_only: '只用语音，不开摄像头',
    breaks: '多几次休息',
    retakes: '可以重新回答',
    interpreter: '翻译或手语',
    other: '其他需要',
  },
  note: '也可以用自己的话说说',
  send: '提交',
  asked: '你提出的需要：',
  open: (name) => `${name}还没有处理。可以等一等，也可以直接开始。`,
  decided: '已经为你的面试设置好了。',
  sent: '已转达，开始之前都可以修改。',
} satisfies Messages<typeof en>;
