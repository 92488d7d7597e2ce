/** Who looks at what, and how: person and tenant, role, resource, workspace, theme, time zone. */
import {
  Button,
  Divider,
  Dropdown,
  Field,
  makeStyles,
  Option,
  OptionGroup,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components'
import { PersonCircleRegular } from '@fluentui/react-icons'
import {
  LOOKS,
  type Look,
  ROLES,
  type Session,
  useAppearance,
  useIsNarrow,
  useSession,
  useTimes,
} from '#views/kit'

const useStyles = makeStyles({
  surface: { display: 'grid', gap: tokens.spacingVerticalM, width: 'min(360px, calc(100vw - 48px))' },
})

const LOOK_TITLES: Readonly<Record<Look, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
}

export function Looking() {
  const styles = useStyles()
  const session = useSession()
  const isNarrow = useIsNarrow()
  const { look, setLook } = useAppearance()
  const { zone, setZone } = useTimes()
  const who = session.person.kind === 'user' ? session.person.known.displayName : session.person.name
  const tenant = session.world.tenants.find(({ id }) => id === session.world.tenant)?.name ?? ''
  return (
    <Popover trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<PersonCircleRegular />}
          aria-label={`${who}, ${tenant}: change person, role, resource and appearance`}
        >
          {!isNarrow && `${who} · ${tenant}`}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label="Who looks, and how">
        <PersonField session={session} />
        <RoleField session={session} />
        <ResourceField session={session} />
        <WorkspaceField session={session} />
        <Divider />
        <Field label="Appearance">
          <RadioGroup
            layout="horizontal"
            value={look}
            onChange={(_, { value }) => setLook(LOOKS.find(one => one === value) ?? 'system')}
          >
            {LOOKS.map(one => (
              <Radio key={one} value={one} label={LOOK_TITLES[one]} />
            ))}
          </RadioGroup>
        </Field>
        <Field label="Times in">
          <RadioGroup
            layout="horizontal"
            value={zone}
            onChange={(_, { value }) => setZone(value === 'utc' ? 'utc' : 'local')}
          >
            <Radio value="local" label="Local time" />
            <Radio value="utc" label="UTC" />
          </RadioGroup>
        </Field>
      </PopoverSurface>
    </Popover>
  )
}

interface FieldProps {
  readonly session: Session
}

function PersonField({ session }: FieldProps) {
  const { discovery, person, signIn, signOut } = session
  if (discovery.signIn === 'secret') return <Button onClick={signOut}>Sign out</Button>
  const tenants = Map.groupBy(discovery.people, ({ tenantName }) => tenantName)
  return (
    <Field label="Person and tenant">
      <Dropdown
        value={person.name}
        selectedOptions={[person.name]}
        onOptionSelect={(_, { optionValue }) => {
          const known = discovery.people.find(({ userPrincipalName }) => userPrincipalName === optionValue)
          if (known) signIn({ kind: 'user', tenant: known.tenant, name: known.userPrincipalName, known })
        }}
      >
        {[...tenants].map(([tenant, people]) => (
          <OptionGroup key={tenant} label={tenant}>
            {people.map(({ userPrincipalName, displayName }) => (
              <Option key={userPrincipalName} value={userPrincipalName} text={userPrincipalName}>
                {displayName} · {userPrincipalName}
              </Option>
            ))}
          </OptionGroup>
        ))}
      </Dropdown>
    </Field>
  )
}

function RoleField({ session: { role, setRole } }: FieldProps) {
  const chosen = ROLES.find(({ id }) => id === role)
  return (
    <Field label="Role" hint={chosen?.sees}>
      <Dropdown
        value={chosen?.title ?? ''}
        selectedOptions={[role]}
        onOptionSelect={(_, { optionValue }) => {
          const next = ROLES.find(({ id }) => id === optionValue)
          if (next) setRole(next.id)
        }}
      >
        {ROLES.map(({ id, title }) => (
          <Option key={id} value={id}>
            {title}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

const ALL = ''

function ResourceField({ session: { resource, setResource, world } }: FieldProps) {
  return (
    <Field label="Resource">
      <Dropdown
        value={resource?.name ?? 'All resources'}
        selectedOptions={[resource?.id ?? ALL]}
        onOptionSelect={(_, { optionValue }) => setResource(optionValue ?? ALL)}
      >
        {[{ id: ALL, name: 'All resources' }, ...world.resources].map(({ id, name }) => (
          <Option key={id} value={id}>
            {name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

function WorkspaceField({ session: { workspace, setWorkspace, world } }: FieldProps) {
  return (
    <Field label="Workspace">
      <Dropdown
        value={workspace.name}
        selectedOptions={[workspace.id]}
        onOptionSelect={(_, { optionValue }) => setWorkspace(optionValue ?? workspace.id)}
      >
        {world.workspaces.map(({ id, name }) => (
          <Option key={id} value={id}>
            {name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
