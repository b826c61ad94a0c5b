/**
 * The code editor. Loaded on its own when a code question comes, never before.
 *
 * It lives in a shadow root: there CodeMirror adopts constructed style sheets, which the content security policy
 * allows, where in the page it would add style elements, which the policy refuses. Tokens are inherited across.
 */
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, indentWithTab, redo, undo } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { LANGUAGES, type CodeLanguage } from './languages';

export interface EditorOptions {
  host: HTMLElement;
  text: string;
  /** Where the caret stood in `text`: from, to. */
  selection: readonly [number, number];
  language: CodeLanguage;
  label: string;
  describedBy: string;
  maxChars: number;
  onChange: (text: string) => void;
  /** Something was not let in, for it is too much. */
  onFull?: () => void;
}

export interface Editor {
  text(): string;
  insert(text: string): void;
  /** Another text in place of the whole; undo brings the former back. */
  replace(text: string): void;
  run(action: 'indent' | 'dedent' | 'undo' | 'redo'): void;
  speak(language: CodeLanguage): Promise<void>;
  focus(): void;
  close(): void;
}

const COMMANDS = { indent: indentMore, dedent: indentLess, undo, redo };

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '.9375rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', border: '0', paddingLeft: '4px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 55%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--pine-soft)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--amber-soft)', color: 'inherit' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--pine-ink)', fontWeight: '600' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--amber-ink)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--clay-ink)' },
  { tag: [tags.comment, tags.meta], color: 'var(--ink-3)' },
  { tag: [tags.definition(tags.variableName), tags.function(tags.variableName), tags.typeName, tags.className], color: 'var(--sky-ink)' },
]);

/** Whether this browser can dress the editor at all; an older one gets a plain field. */
export const isSupported = (): boolean => 'adoptedStyleSheets' in Document.prototype;

export function open(options: EditorOptions): Editor {
  const root = options.host.shadowRoot ?? options.host.attachShadow({ mode: 'open' });
  const grammar = new Compartment();
  let isOpen = true;
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: options.text,
      selection: { anchor: options.selection[0], head: options.selection[1] },
      extensions: [
        lineNumbers(), history(), drawSelection(), highlightActiveLine(), indentOnInput(), bracketMatching(),
        indentUnit.of('    '),
        syntaxHighlighting(colours),
        look,
        grammar.of([]),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorState.changeFilter.of((change) => {
          const fits = change.newDoc.length <= options.maxChars;
          if (!fits) options.onFull?.();
          return fits;
        }),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'aria-description': options.describedBy,
          tabindex: '0',
          autocapitalize: 'off',
          autocorrect: 'off',
          spellcheck: 'false',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  const editor: Editor = {
    text: () => view.state.doc.toString(),
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true, userEvent: 'input.type' });
      view.focus();
    },
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    run(action) {
      COMMANDS[action](view);
      view.focus();
    },
    async speak(language) {
      const support = await LANGUAGES[language].load?.();
      if (isOpen) view.dispatch({ effects: grammar.reconfigure(support ?? []) });
    },
    focus: () => view.focus(),
    close() {
      isOpen = false;
      view.destroy();
    },
  };
  void editor.speak(options.language).catch(() => undefined);
  return editor;
}
