import type { Messages } from '../../../../i18n/index.svelte';
import type en from './en';

export default {
  calling: (names) => `正在呼叫${names}。`,
  callingNobody: '正在呼叫团队。',
  callingMore: (names, before) => `${before}暂时没有接听，我们也在呼叫${names}。`,
  looksIn: (names) => `你在这里停留得比较久，我们请${names}来看看有没有需要帮忙的。`,
  unanswered: '目前还没有人能过来。呼叫过的同事都能看到你的求助，随时可能加入。',
  nobodyOnDuty: '现在没有人值班。同事上线后会看到你的求助。',
  accepted: (name) => (name ? `${name}已接到求助，马上就来。` : '已有同事接到求助，马上就来。'),
  next: (seconds) => (seconds > 1 ? `如果没有人接听，${seconds} 秒后呼叫下一批同事。` : '正在呼叫下一批同事。'),
  meanwhile: '等待时，你可以继续作答，也可以休息一下，这些都不影响评分。',
  meanwhileUnanswered: '你可以继续、休息，稍后用同一链接回来，或者给团队留言。',
  calm: '没有任何问题，需要多久都可以。',
  noNeed: '不需要帮助了',
  again: '再呼叫一次',
  write: '给团队留言',
  stages: '已呼叫',
  more: '查看求助详情',
} satisfies Messages<typeof en>;
