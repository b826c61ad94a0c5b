import { expect, it } from 'vitest';
import { formFor } from './mime';

it('prefers what can be cut off anywhere', () => {
  expect(formFor('video', () => true)).toEqual({ mime: 'video/webm;codecs=vp8,opus', needsKeyFrames: false });
});

it('takes an iPhone’s MP4, with a key frame at the head of each chunk', () => {
  const iphone = (mime: string) => mime.includes('mp4') && !mime.includes('opus');
  expect(formFor('video', iphone)).toEqual({ mime: 'video/mp4;codecs=avc1.42E01F,mp4a.40.2', needsKeyFrames: true });
  expect(formFor('voice', iphone)).toEqual({ mime: 'audio/mp4;codecs=mp4a.40.2', needsKeyFrames: false });
});

it('says where a browser cannot record', () => {
  expect(formFor('voice', () => false)).toBeNull();
});
