/** How the person likes the live screen: captions of their own words, keys. Kept on this device. */

interface Kept {
  hasCaptions: boolean;
  hasKeys: boolean;
}

const KEY = 'greenroom.live';
const USUAL: Kept = { hasCaptions: true, hasKeys: true };
let current = $state.raw<Kept>(read());

function read(): Kept {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const { hasCaptions, hasKeys } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
    return { hasCaptions: hasCaptions !== false, hasKeys: hasKeys !== false };
  } catch {
    return USUAL;
  }
}

export const preferences = {
  get hasCaptions(): boolean {
    return current.hasCaptions;
  },
  get hasKeys(): boolean {
    return current.hasKeys;
  },
};

export function prefer(change: Partial<Kept>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // private mode: the choice lives as long as the page
  }
}
