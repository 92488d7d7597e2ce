import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { HistoryRegular, LibraryRegular, SaveRegular } from '@fluentui/react-icons'
import { type FormEvent, useState } from 'react'
import { SAMPLES } from './samples.ts'
import { type SavedQuery, useSavedQueries } from './saved.ts'

interface QueriesProps {
  readonly kql: string
  readonly history: readonly string[]
  load(kql: string): void
}

/** Sample queries, those saved in this browser, and the latest that ran. */
export function Queries({ kql, history, load }: QueriesProps) {
  const { saved, save, remove } = useSavedQueries()
  return (
    <>
      <Library saved={saved} load={load} remove={remove} />
      <History history={history} load={load} />
      <Save kql={kql} save={save} />
    </>
  )
}

interface LibraryProps {
  readonly saved: readonly SavedQuery[]
  load(kql: string): void
  remove(name: string): void
}

function Library({ saved, load, remove }: LibraryProps) {
  const groups = Map.groupBy(SAMPLES, ({ group }) => group)
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<LibraryRegular />}>Queries</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {saved.length > 0 && (
            <MenuGroup>
              <MenuGroupHeader>Saved here</MenuGroupHeader>
              {saved.map(({ name, kql }) => (
                <MenuItem
                  key={name}
                  onClick={() => load(kql)}
                  onKeyDown={event => {
                    if (event.key === 'Delete') remove(name)
                  }}
                  secondaryContent="Del removes"
                >
                  {name}
                </MenuItem>
              ))}
            </MenuGroup>
          )}
          {[...groups].map(([group, samples]) => (
            <MenuGroup key={group}>
              <MenuDivider />
              <MenuGroupHeader>{group}</MenuGroupHeader>
              {samples.map(({ title, kql }) => (
                <MenuItem key={title} onClick={() => load(kql)}>
                  {title}
                </MenuItem>
              ))}
            </MenuGroup>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function History({ history, load }: Pick<QueriesProps, 'history' | 'load'>) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<HistoryRegular />} disabled={history.length === 0}>
          History
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {history.map(kql => (
            <MenuItem key={kql} onClick={() => load(kql)}>
              {kql.replaceAll(/\s+/g, ' ').slice(0, 80)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function Save({ kql, save }: { readonly kql: string; save(query: SavedQuery): void }) {
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save({ name: name.trim(), kql })
    setOpen(false)
  }
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => setOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button icon={<SaveRegular />} disabled={kql.trim() === ''}>
          Save
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>Save the query in this browser</DialogTitle>
            <DialogContent>
              <Field label="Name" required hint="Share keeps it for others: the link holds the query.">
                <Input value={name} onChange={(_, { value }) => setName(value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>Cancel</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabled={name.trim() === ''}>
                Save
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
