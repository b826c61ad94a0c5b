import type { IconName } from '../../ui/icons';

/** Icons for the consent text's sections by the words of their ids; the text itself comes from the server. */
const BY_WORD: readonly [RegExp, IconName][] = [
  [/purpose|why/, 'bulb'],
  [/record|media/, 'cam'],
  [/^ai\b|automat|machine/, 'spark'],
  [/who|see|access|recipient|people/, 'eye'],
  [/long|retention|keep|stor|delet/, 'lock'],
  [/human|^person/, 'users'],
  [/right|withdraw/, 'shield'],
];

export function iconOf(sectionId: string): IconName {
  return BY_WORD.find(([word]) => word.test(sectionId))?.[1] ?? 'doc';
}
