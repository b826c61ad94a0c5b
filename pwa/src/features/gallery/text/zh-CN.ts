import type { Messages } from '../../../i18n/index.svelte';
import type en from './en';

export default {
  sections: {
    stage: '面试间',
    colour: '颜色', type: '字体', buttons: '按钮', inputs: '输入', banners: '横幅', progress: '进度', code: '验证码',
    chips: '标签', people: '列表与头像', level: '音量', tabs: '标签页', loading: '加载中', table: '数据表', empty: '空状态',
    arch: '拱门', room: '房间', points: '要点', dialogs: '对话框、面板、轻提示', theme: '外观', icons: '图标',
    choice: '选择', editor: '代码', rows: '面板里的行', call: '求助呼叫', score: '评分', article: '帮助文章',
  },
  words: {
    title: 'Greenroom 组件', lead: '每个组件，每种状态。', display: '慢慢来，不着急', question: '题目或标题', heading: '小节标题',
    body: '正文 16，用于阅读。', small: '小号 14，用于说明和列表。', caption: '注释 13，候选人可见的最小字号。',
    start: '开始', hover: '悬停', focus: '焦点', sending: '发送中', notYet: '暂不可用', tonal: '次要', neutral: '普通', plain: '文字',
    wait: '等待', leave: '离开', smallButton: '小号', name: '姓名', nameHelp: '与证件一致。', mail: '邮箱',
    mailError: '@ 后面还缺一部分。', agree: '我同意', later: '以后再说', needed: '请勾选这一项。',
    offline: '当前离线。', offlineBody: '回答安全地保存在手机里。', uploading: '正在上传 2 / 5。', uploadingBody: '可以关闭页面。',
    arrived: '五个回答全部送达。', arrivedBody: '收据 28D9·AA60', codeError: '验证码不对，还可以试 3 次。',
    ready: '就绪', waiting: '等待', breach: '越线', forYou: '提示', staffOnly: '仅内部', recording: '录制中',
    person: '苏敏', personBody: '招聘专员，在线', ai: 'AI', transcript: '文字稿', resume: '简历', notes: '备注',
    started: '开始', finished: '完成', stage: '阶段', people: '人数', noTimes: '暂时没有可选时间', noTimesBody: '一有空位就通知你。',
    suggest: '提议一个时间', who: '谁会看到', whoBody: '苏敏和两位面试官，没有别人。', keep: '保存多久',
    keepBody: '加密保存 180 天，可随时提前删除。', dialog: '对话框', sheet: '面板', toast: '轻提示', moved: '已改到周一 09:00',
    stopTitle: '今天先到这里？', stopBody: '三个回答已保存，12月4日前都可以回来。', keepGoing: '继续', stop: '保存并退出',
    captions: '字幕', pause: '休息一下', pauseBody: '还可以休息两次。',
    helpTitle: '需要什么帮助？', repeat: '再读一遍题目', write: '改用文字回答', call: '请真人给我打电话',
  },
} satisfies Messages<typeof en>;
