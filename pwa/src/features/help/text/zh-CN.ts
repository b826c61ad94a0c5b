import type en from './en';

export default {
  title: '帮助',
  lead: '简短的解答，离线也能看。',
  fits: '可能正好有用',
  all: '全部解答',
  away: '没能获取帮助内容，这台设备上也还没有保存。',
  chat: (name: string) => `和${name}聊聊`,
  search: '搜索解答',
  none: '没有找到相关解答，可以直接问真人。',
  contact: '需要真人帮忙',
  contactBody: (name: string) => `还没解决？${name}和团队会在聊天里回复。`,
  contactNobody: '直接回复邀请邮件即可，每封都有人看。',
  look: '外观',
} satisfies { [K in keyof typeof en]: (typeof en)[K] };
