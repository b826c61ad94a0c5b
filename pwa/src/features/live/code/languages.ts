/** The languages a code answer may be written in; each one's grammar is fetched when it is chosen. */
import type { LanguageSupport } from '@codemirror/language';

export type CodeLanguage = 'python' | 'javascript' | 'java' | 'cpp' | 'sql' | 'plain';

interface Known {
  label: string | null;
  load: (() => Promise<LanguageSupport>) | null;
}

/** `label` null: its name is a word of the person's own language. */
export const LANGUAGES: Readonly<Record<CodeLanguage, Known>> = {
  python: { label: 'Python', load: () => import('@codemirror/lang-python').then((m) => m.python()) },
  // TypeScript's grammar reads JavaScript as well.
  javascript: {
    label: 'JavaScript / TypeScript',
    load: () => import('@codemirror/lang-javascript').then((m) => m.javascript({ typescript: true })),
  },
  java: { label: 'Java', load: () => import('@codemirror/lang-java').then((m) => m.java()) },
  cpp: { label: 'C / C++', load: () => import('@codemirror/lang-cpp').then((m) => m.cpp()) },
  sql: { label: 'SQL', load: () => import('@codemirror/lang-sql').then((m) => m.sql()) },
  plain: { label: null, load: null },
};

export const CODE_LANGUAGES = Object.keys(LANGUAGES) as CodeLanguage[];

export const isCodeLanguage = (name: unknown): name is CodeLanguage =>
  typeof name === 'string' && Object.hasOwn(LANGUAGES, name);
