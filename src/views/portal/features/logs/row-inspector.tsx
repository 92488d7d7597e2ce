import {
  Button,
  Caption1Strong,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  Tree,
  TreeItem,
  TreeItemLayout,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { type Cell, type Column, Value } from '#views/kit'

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0 },
  value: { margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
})

interface RowInspectorProps {
  readonly columns: readonly Column[]
  readonly row: readonly Cell[] | undefined
  close(): void
}

/** One row whole: every column in full, dynamic values as trees. */
export function RowInspector({ columns, row, close }: RowInspectorProps) {
  const styles = useStyles()
  return (
    <OverlayDrawer open={row !== undefined} position="end" size="medium" onOpenChange={close}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={close} />}
        >
          Row
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <dl className={styles.list}>
          {row &&
            columns.map(({ name, type }, i) => (
              <div key={name}>
                <dt>
                  <Caption1Strong>{name}</Caption1Strong>
                </dt>
                <dd className={styles.value}>
                  {type === 'dynamic' ? (
                    <Dynamic text={row[i] ?? null} name={name} />
                  ) : (
                    <Value value={row[i] ?? null} />
                  )}
                </dd>
              </div>
            ))}
        </dl>
      </DrawerBody>
    </OverlayDrawer>
  )
}

function Dynamic({ text, name }: { readonly text: Cell; readonly name: string }) {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null) return <Value value={text} />
  return (
    <Tree aria-label={name} defaultOpenItems={[name]}>
      <Branch path={name} name={name} value={value} />
    </Tree>
  )
}

/** A dynamic that is no JSON is its own text. */
function parsed(text: Cell): unknown {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function Branch({
  path,
  name,
  value,
}: {
  readonly path: string
  readonly name: string
  readonly value: unknown
}) {
  if (typeof value !== 'object' || value === null) {
    return (
      <TreeItem itemType="leaf" value={path}>
        <TreeItemLayout>
          {name}: {JSON.stringify(value)}
        </TreeItemLayout>
      </TreeItem>
    )
  }
  const entries = Object.entries(value)
  return (
    <TreeItem itemType="branch" value={path}>
      <TreeItemLayout>
        {name} {Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`}
      </TreeItemLayout>
      <Tree>
        {entries.map(([key, inner]) => (
          <Branch key={key} path={`${path}.${key}`} name={key} value={inner} />
        ))}
      </Tree>
    </TreeItem>
  )
}
