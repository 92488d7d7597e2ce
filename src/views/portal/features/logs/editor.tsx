import { makeStyles, mergeClasses, Textarea, tokens } from '@fluentui/react-components'
import type { Ref } from 'react'
import { type KeyboardEvent, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { type Problem, useAppearance, useIsNarrow } from '#views/kit'
import type { Editor as Monaco } from './monaco.ts'
import type { WorkspaceSchema } from './use-schema.ts'

const useStyles = makeStyles({
  frame: {
    height: '240px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    resize: 'vertical',
    minWidth: 0,
  },
  /** Below the field until it takes its place: it measures itself as it opens. */
  away: { position: 'absolute', visibility: 'hidden', width: '100%' },
  plain: { width: '100%', '& textarea': { fontFamily: tokens.fontFamilyMonospace, minHeight: '160px' } },
})

export interface EditorHandle {
  /** At the caret, in place of the selection. */
  insert(text: string): void
  /** The selection, else everything. */
  chosen(): string
}

interface EditorProps {
  readonly text: string
  setText(text: string): void
  run(text: string): void
  readonly schema: WorkspaceSchema | undefined
  readonly problem: Problem | undefined
  readonly handle: Ref<EditorHandle>
}

/** Monaco where there is room and a keyboard; a plain field until it is loaded, on phones, and if it can't be. */
export function Editor(props: EditorProps) {
  const isNarrow = useIsNarrow()
  const [isBroken, setBroken] = useState(false)
  return isNarrow || isBroken ? <Plain {...props} /> : <Rich {...props} onBroken={() => setBroken(true)} />
}

function Plain({ text, setText, run, handle }: EditorProps) {
  const styles = useStyles()
  const field = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(handle, () => ({
    insert: more => setText(`${text}${more}`),
    chosen: () => {
      const { selectionStart = 0, selectionEnd = 0 } = field.current ?? {}
      return selectionStart === selectionEnd ? text : text.slice(selectionStart, selectionEnd)
    },
  }))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey || event.shiftKey)) return
    event.preventDefault()
    run(text)
  }
  return (
    <Textarea
      className={styles.plain}
      textarea={{ ref: field, spellCheck: false, autoCapitalize: 'off' }}
      aria-label="Query in KQL"
      value={text}
      onChange={(_, { value }) => setText(value)}
      onKeyDown={onKeyDown}
    />
  )
}

function Rich(props: EditorProps & { onBroken(): void }) {
  const { text, schema, problem, handle } = props
  const styles = useStyles()
  const { shown } = useAppearance()
  const place = useRef<HTMLDivElement>(null)
  const until = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const [editor, setEditor] = useState<Monaco>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once; what changes later is handed over below
  useEffect(() => {
    let isGone = false
    let opened: Monaco | undefined
    const open = async () => {
      const { openEditor } = await import('./monaco.ts')
      if (isGone || !place.current) return
      opened = openEditor(place.current, {
        text: latest.current.text,
        shown,
        onChange: value => latest.current.setText(value),
        onRun: value => latest.current.run(value),
      })
      if (until.current?.contains(document.activeElement)) opened.focus()
      setEditor(opened)
    }
    open().catch(() => latest.current.onBroken())
    return () => {
      isGone = true
      opened?.dispose()
    }
  }, [])
  useEffect(() => {
    if (editor && editor.getValue() !== text) editor.setValue(text)
  }, [editor, text])
  useEffect(() => {
    if (editor) void import('./monaco.ts').then(({ setTheme }) => setTheme(shown))
  }, [editor, shown])
  useEffect(() => {
    if (!editor || !schema) return
    void import('./monaco.ts').then(({ setSchema }) => setSchema(editor, schema.shown, schema.database))
  }, [editor, schema])
  useEffect(() => {
    if (!editor) return
    const marks = problem?.place
      ? [{ ...problem.place, length: problem.place.token.length, message: problem.message }]
      : []
    void import('./monaco.ts').then(({ mark }) => mark(editor, marks))
  }, [editor, problem])
  useImperativeHandle(editor && handle, () => ({
    insert: more => {
      const selection = editor?.getSelection()
      if (!editor || !selection) return
      editor.executeEdits('insert', [{ range: selection, text: more, forceMoveMarkers: true }])
      editor.focus()
    },
    chosen: () => {
      const selection = editor?.getSelection()
      const part =
        selection && !selection.isEmpty() ? editor?.getModel()?.getValueInRange(selection) : undefined
      return part ?? latest.current.text
    },
  }))
  return (
    <>
      {!editor && (
        <div ref={until}>
          <Plain {...props} />
        </div>
      )}
      <div ref={place} className={mergeClasses(styles.frame, !editor && styles.away)} />
    </>
  )
}
