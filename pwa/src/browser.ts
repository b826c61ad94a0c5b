/** Which browser this is, as far as remedies differ, and whether it is the one inside another app. */

export type Family = 'chrome-android' | 'safari-ios' | 'chrome-desktop' | 'edge-desktop' | 'safari-mac' | 'firefox' | 'other';

/** Apps whose built-in browser often holds back camera or microphone; the rest is `other`. */
export type App =
  | 'wechat' | 'wecom' | 'qq' | 'dingtalk' | 'feishu' | 'weibo' | 'alipay' | 'douyin' | 'baidu'
  | 'facebook' | 'instagram' | 'line' | 'linkedin' | 'other';

const APPS: readonly [App, RegExp][] = [
  ['wecom', /wxwork/i],
  ['wechat', /MicroMessenger/i],
  ['dingtalk', /DingTalk/i],
  ['feishu', /\b(?:Lark|Feishu)\b/i],
  ['weibo', /\bWeibo/i],
  ['alipay', /AlipayClient|\bAliApp\b/i],
  ['douyin', /\baweme\b|BytedanceWebview|musical_ly/i],
  ['baidu', /baiduboxapp/i],
  ['qq', /\bQQ\/[\d.]+/],
  ['facebook', /\bFB(?:AN|AV|_IAB)\b/],
  ['instagram', /\bInstagram\b/],
  ['line', /\bLine\/[\d.]+/],
  ['linkedin', /LinkedInApp/],
];

export interface Browser {
  family: Family;
  /** Null in a browser of its own. */
  app: App | null;
}

export function recognise(userAgent: string): Browser {
  return { family: familyOf(userAgent), app: appOf(userAgent) };
}

function appOf(userAgent: string): App | null {
  for (const [app, pattern] of APPS) if (pattern.test(userAgent)) return app;
  const isAndroidView = /Android/.test(userAgent) && /;\s*wv\)/.test(userAgent);
  const isIosView = isIos(userAgent) && !/Safari\//.test(userAgent);
  return isAndroidView || isIosView ? 'other' : null;
}

function familyOf(userAgent: string): Family {
  if (isIos(userAgent)) return 'safari-ios';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Android/.test(userAgent)) return /Chrome\//.test(userAgent) ? 'chrome-android' : 'other';
  if (/Edg\//.test(userAgent)) return 'edge-desktop';
  if (/Chrome\//.test(userAgent)) return 'chrome-desktop';
  return /Macintosh.*Safari\//.test(userAgent) ? 'safari-mac' : 'other';
}

function isIos(userAgent: string): boolean {
  return /iPhone|iPad|iPod/.test(userAgent);
}

const NAMES: Record<App, { en: string; 'zh-CN': string }> = {
  wechat: { en: 'WeChat', 'zh-CN': '微信' },
  wecom: { en: 'WeCom', 'zh-CN': '企业微信' },
  qq: { en: 'QQ', 'zh-CN': ' QQ ' },
  dingtalk: { en: 'DingTalk', 'zh-CN': '钉钉' },
  feishu: { en: 'Feishu', 'zh-CN': '飞书' },
  weibo: { en: 'Weibo', 'zh-CN': '微博' },
  alipay: { en: 'Alipay', 'zh-CN': '支付宝' },
  douyin: { en: 'Douyin', 'zh-CN': '抖音' },
  baidu: { en: 'Baidu', 'zh-CN': '百度' },
  facebook: { en: 'Facebook', 'zh-CN': ' Facebook ' },
  instagram: { en: 'Instagram', 'zh-CN': ' Instagram ' },
  line: { en: 'LINE', 'zh-CN': ' LINE ' },
  linkedin: { en: 'LinkedIn', 'zh-CN': '领英' },
  other: { en: 'another app', 'zh-CN': '其他应用' },
};

export function appName(app: App, language: 'en' | 'zh-CN'): string {
  return NAMES[app][language];
}

/** What an interview needs of a browser; the first thing that is missing, else null. */
export function missing(world: { isSecure: boolean; hasDevices: boolean; hasPeer: boolean }): 'insecure' | 'unsupported' | null {
  if (!world.isSecure) return 'insecure';
  return world.hasDevices && world.hasPeer ? null : 'unsupported';
}

/** Copies text; false where the browser refuses, so that the caller can show it for copying by hand. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
