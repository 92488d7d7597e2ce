import { makeStyles, SearchBox, Tree, TreeItem, TreeItemLayout, tokens } from '@fluentui/react-components'
import { TableSimpleRegular } from '@fluentui/react-icons'
import { useDeferredValue, useMemo, useState } from 'react'
import { Answered, type Asked } from '#views/kit'
import type { WorkspaceSchema } from './use-schema.ts'

const useStyles = makeStyles({
  pane: { display: 'grid', gap: tokens.spacingVerticalS, alignContent: 'start', minWidth: 0 },
  tree: { maxHeight: '70vh', overflow: 'auto' },
  search: { maxWidth: 'none' },
})

interface SchemaTreeProps {
  readonly asked: Asked<WorkspaceSchema>
  insert(name: string): void
}

/** Tables and columns; choosing a column, or a table with Enter, puts its name into the query. */
export function SchemaTree({ asked, insert }: SchemaTreeProps) {
  const styles = useStyles()
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter.trim().toLowerCase())
  return (
    <section className={styles.pane} aria-label="Tables">
      <SearchBox
        className={styles.search}
        placeholder="Tables and columns"
        aria-label="Filter tables and columns"
        value={filter}
        onChange={(_, { value }) => setFilter(value)}
      />
      <Answered what="the tables" asked={asked}>
        {schema => <Tables schema={schema} wanted={wanted} insert={insert} />}
      </Answered>
    </section>
  )
}

interface TablesProps {
  readonly schema: WorkspaceSchema
  readonly wanted: string
  insert(name: string): void
}

function Tables({ schema, wanted, insert }: TablesProps) {
  const styles = useStyles()
  const tables = useMemo(
    () =>
      schema.tables.filter(({ Name, OrderedColumns }) =>
        [Name, ...OrderedColumns.map(column => column.Name)].some(name =>
          name.toLowerCase().includes(wanted),
        ),
      ),
    [schema, wanted],
  )
  return (
    <Tree aria-label="Tables and their columns" className={styles.tree} size="small">
      {tables.map(({ Name, OrderedColumns }) => (
        <TreeItem key={Name} itemType="branch" value={Name}>
          <TreeItemLayout iconBefore={<TableSimpleRegular />} onDoubleClick={() => insert(Name)}>
            {Name}
          </TreeItemLayout>
          <Tree>
            {OrderedColumns.map(column => (
              <TreeItem
                key={column.Name}
                itemType="leaf"
                value={`${Name}.${column.Name}`}
                onClick={() => insert(column.Name)}
              >
                <TreeItemLayout aside={column.CslType}>{column.Name}</TreeItemLayout>
              </TreeItem>
            ))}
          </Tree>
        </TreeItem>
      ))}
    </Tree>
  )
}
