import { expect, it } from 'vitest';
import type { HelpEntry } from '../../api/types';
import { searchOver, tokens } from './search';

const text = (title: string, plain: string) => ({ title, plain, blocks: [] });
const entries: HelpEntry[] = [
  { slug: 'network', topics: ['network'], en: text('What if my connection drops?', 'The clock stops.'), 'zh-CN': text('网络断了怎么办？', '计时会暂停。') },
  { slug: 'camera', topics: ['camera', 'microphone'], en: text('The camera does not work', 'Tap the lock beside the address.'), 'zh-CN': text('摄像头用不了', '点地址栏旁的锁形图标。') },
  { slug: 'code', topics: ['sign-in'], en: text('The code does not arrive', 'Look in the spam folder.'), 'zh-CN': text('收不到验证码', '看看垃圾邮件箱。') },
];

it('finds by words, by their beginning, and with a typing error', () => {
  const find = searchOver(entries, 'en');
  expect(find('camera')[0]?.slug).toBe('camera');
  expect(find('connec')[0]?.slug).toBe('network');
  expect(find('cammera')[0]?.slug).toBe('camera');
  expect(find('connetcion')[0]?.slug).toBe('network');
  expect(find('zeppelin')).toEqual([]);
  expect(find('  ').map((entry) => entry.slug)).toEqual(['network', 'camera', 'code']);
});

it('finds Chinese by its characters', () => {
  const find = searchOver(entries, 'zh-CN');
  expect(find('断网')[0]?.slug).toBe('network');
  expect(find('验证码')[0]?.slug).toBe('code');
  expect(tokens('改时间, OK')).toEqual(['改', '时', '间', '改时', '时间', 'ok']);
});
