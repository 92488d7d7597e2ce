/** The editor with Microsoft's own Kusto service in a worker. Loaded only by this page. */
// First: the Kusto module starts the editor's services, and what registers later is unknown to them.
import 'monaco-editor/esm/vs/editor/edcore.main'

import { getKustoWorker, kustoDefaults, themeNames } from '@kusto/monaco-kusto'
import KustoWorker from '@kusto/monaco-kusto/release/esm/kusto.worker?worker'
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api'
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker?worker'

self.MonacoEnvironment = {
  getWorker: (_, label) => (label === 'kusto' ? new KustoWorker() : new EditorWorker()),
}

const THEMES = {
  light: themeNames.light,
  dark: themeNames.dark,
  contrast: 'hc-black',
} as const

export type EditorTheme = keyof typeof THEMES

export const setTheme = (shown: EditorTheme): void => monaco.editor.setTheme(THEMES[shown])

export interface EditorOptions {
  readonly text: string
  readonly shown: EditorTheme
  onChange(text: string): void
  /** `text`: the selection if there is one, else everything. */
  onRun(text: string): void
}

export function openEditor(element: HTMLElement, { text, shown, onChange, onRun }: EditorOptions) {
  kustoDefaults.setLanguageSettings({ ...kustoDefaults.languageSettings, enableQueryWarnings: true })
  const editor = monaco.editor.create(element, {
    value: text,
    language: 'kusto',
    theme: THEMES[shown],
    automaticLayout: true,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    wordWrap: 'on',
    fontSize: 14,
    lineNumbersMinChars: 3,
    ariaLabel: 'Query in KQL. Control and Enter runs it, Control and M lets Tab leave the editor.',
    fixedOverflowWidgets: true,
  })
  const run = () => {
    const selection = editor.getSelection()
    const chosen =
      selection && !selection.isEmpty() ? editor.getModel()?.getValueInRange(selection) : undefined
    onRun(chosen ?? editor.getValue())
  }
  editor.addAction({
    id: 'run',
    label: 'Run query',
    keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, monaco.KeyMod.Shift | monaco.KeyCode.Enter],
    run,
  })
  editor.onDidChangeModelContent(() => onChange(editor.getValue()))
  return editor
}

export type Editor = ReturnType<typeof openEditor>

/** `schema`: the answer of `.show schema as json`, parsed. */
export async function setSchema(editor: Editor, schema: unknown, database: string): Promise<void> {
  const model = editor.getModel()
  if (!model) return
  const worker = await (await getKustoWorker())(model.uri)
  await worker.setSchemaFromShowSchema(schema, location.origin, database, [], [])
}

export interface Mark {
  readonly line: number
  readonly column: number
  readonly length: number
  readonly message: string
}

/** What the server found wrong, underlined beside what the editor's own service finds. */
export function mark(editor: Editor, marks: readonly Mark[]): void {
  const model = editor.getModel()
  if (!model) return
  monaco.editor.setModelMarkers(
    model,
    'server',
    marks.map(({ line, column, length, message }) => ({
      severity: monaco.MarkerSeverity.Error,
      message,
      startLineNumber: line,
      endLineNumber: line,
      startColumn: column,
      endColumn: column + Math.max(1, length),
    })),
  )
}
