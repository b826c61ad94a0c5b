import type en from './en';

export default {
  title: '换一台设备继续',
  hint: '用另一台设备的相机扫码即可。',
  lead: '用另一台设备的相机对准这个二维码。',
  picture: '用来在另一台设备上打开这场面试的二维码',
  works: (time: string) => `只能用一次，还有 ${time}`,
  over: '这个二维码已过期。',
  again: '换一个新的二维码',
  copy: '改为复制链接',
  copied: '链接已复制，只能用一次。',
  keep: '什么都不会丢：题目和计时都在原处，这台设备会自动退出。',
  done: '关闭',
  loading: '正在生成二维码',
  pageTitle: '在这里继续',
  heading: '在这台设备上继续？',
  body: '你将在这里登录。面试从当前进度接着进行，另一台设备会自动退出。',
  enter: '在这里继续',
  entering: '正在打开面试',
  notMine: '不是我扫的码',
} satisfies typeof en;
