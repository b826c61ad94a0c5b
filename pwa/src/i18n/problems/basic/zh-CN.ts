import type en from './en';

export default {
  offline: ['当前离线。', '请检查网络，已输入的内容都还在。'],
  unreachable: ['连接不上服务器。', '稍等片刻再试，内容不会丢失。'],
  unreadable: ['服务器的回应无法识别。', '请再试一次；若仍如此，请联系我们。'],
  unauthorised: ['登录已失效。', '请重新打开邀请邮件里的链接。'],
  forbidden: ['当前账号不能查看此页。', '请用收到邀请的账号登录。'],
  not_found: ['没有找到这个页面。', '请核对网址，或从邮件里打开链接。'],
  rate_limited: ['操作有点太频繁了。', '请{wait}再试。'],
  unavailable: ['服务器暂时繁忙。', '请{wait}再试，内容不会丢失。'],
  too_large: ['内容超出了上限。', '请缩短后重新发送。'],
  invalid: ['有内容不符合要求。', '请检查后重新发送。'],
  conflict: ['内容刚刚有了变化。', '已显示最新状态，请再看一眼。'],
  server: ['我们这边出了点问题。', '请{wait}再试；若仍如此，请联系我们。'],
  waitSeconds: '{n} 秒后',
  waitMinutes: '{n} 分钟后',
  waitSome: '稍后',
} as const satisfies { [K in keyof typeof en]: (typeof en)[K] extends string ? string : readonly [string, string] };
