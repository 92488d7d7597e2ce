import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { asProblem, Failed, type Problem } from '#views/kit'
import { useTeamsFile } from './use-teams.ts'

interface FilesProps {
  readonly path: string
  readonly query: Readonly<Record<string, string | undefined>>
  /** What the rows are: "guests". */
  readonly of: string
}

/** Every row that matches as a file, masked as on the page. */
export function Files({ path, query, of }: FilesProps) {
  const save = useTeamsFile(path, query, of)
  const [problem, setProblem] = useState<Problem>()
  const keep = (format: 'csv' | 'json') => {
    setProblem(undefined)
    save(format).catch((thrown: unknown) => setProblem(asProblem(thrown)))
  }
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ArrowDownloadRegular />}>Export all {of}</Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => keep('csv')}>CSV</MenuItem>
            <MenuItem onClick={() => keep('json')}>JSON</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {problem && <Failed problem={problem} />}
    </>
  )
}
