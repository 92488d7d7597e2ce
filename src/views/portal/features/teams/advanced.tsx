import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import type { End, SessionPage } from '#teams/center/answers'
import { FactValue } from './fact-list.tsx'

const useStyles = makeStyles({
  groups: { minWidth: 0 },
  scroll: { overflowX: 'auto' },
  table: { minWidth: '480px' },
  cell: {
    overflowWrap: 'anywhere',
    height: 'auto',
    paddingTop: tokens.spacingVerticalXS,
    paddingBottom: tokens.spacingVerticalXS,
  },
})

interface AdvancedProps {
  readonly groups: NonNullable<SessionPage['advanced']>
  readonly ends: readonly [caller: End, callee: End]
}

/** One table of both ends, by groups; a service has no facts of its own. */
export function Advanced({ groups, ends }: AdvancedProps) {
  const styles = useStyles()
  const titles = groups.map(({ title }) => title)
  return (
    <Accordion multiple collapsible defaultOpenItems={titles} className={styles.groups}>
      {groups.map(({ title, rows }) => (
        <AccordionItem key={title} value={title}>
          <AccordionHeader as="h2">{title}</AccordionHeader>
          <AccordionPanel className={styles.scroll}>
            <Table className={styles.table} size="small" aria-label={title}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>Fact</TableHeaderCell>
                  {ends.map(({ label }, i) => (
                    <TableHeaderCell key={i === 0 ? 'caller' : 'callee'}>{label}</TableHeaderCell>
                  ))}
                </TableRow>
              </TableHeader>
              <TableBody>
                {rows.map(({ name, unit, first, second }) => (
                  <TableRow key={name}>
                    <TableCell className={styles.cell}>{name}</TableCell>
                    <TableCell className={styles.cell}>
                      <FactValue fact={{ ...first, unit }} none="-" />
                    </TableCell>
                    <TableCell className={styles.cell}>
                      <FactValue fact={{ ...second, unit }} none="-" />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </AccordionPanel>
        </AccordionItem>
      ))}
    </Accordion>
  )
}
