import { Tab, TabList } from '@fluentui/react-components'
import { useParams } from '@tanstack/react-router'
import type { UserPage } from '#teams/center/answers'
import { Answered, choice, Empty, Page as Frame, GoTo, Section, useAddress } from '#views/kit'
import { FactList } from './fact-list.tsx'
import { MeetingsAndCalls } from './meetings-and-calls.tsx'
import { teamsPath, useTeams } from './use-teams.ts'
import { UserCards } from './user-cards.tsx'
import { kindText } from './who.tsx'

const TABS = ['account', 'voice', 'meetings', 'policies'] as const
const ADDRESS = { tab: choice(TABS, 'meetings') }

/** One user, or one external user: how they fared in seven days, and all their meetings and calls. */
export function Page() {
  const { user = '' } = useParams({ strict: false })
  const asked = useTeams<UserPage>(teamsPath('users', user))
  const [{ tab }, setAddress] = useAddress(ADDRESS)
  return (
    <Frame
      title={asked.data?.who.label ?? 'User'}
      lead={asked.data && (asked.data.userPrincipalName ?? kindText(asked.data.who))}
      actions={<GoTo href="/portal/teams/users">All users</GoTo>}
    >
      <Answered what="the user" asked={asked}>
        {page => (
          <>
            <UserCards page={page} />
            <TabList
              selectedValue={tab}
              onTabSelect={(_, { value }) =>
                setAddress({ tab: TABS.find(one => one === value) ?? 'meetings' })
              }
            >
              <Tab value="account">Account</Tab>
              <Tab value="voice">Voice</Tab>
              <Tab value="meetings">Meetings &amp; calls</Tab>
              <Tab value="policies">Policies</Tab>
            </TabList>
            {tab === 'account' && <Account page={page} />}
            {tab === 'voice' && <Voice page={page} />}
            {tab === 'meetings' && <MeetingsAndCalls user={user} />}
            {tab === 'policies' && <Policies page={page} />}
          </>
        )}
      </Answered>
    </Frame>
  )
}

interface TabProps {
  readonly page: UserPage
}

const NAMES: Readonly<Record<string, string>> = {
  DisplayName: 'Display name',
  UserPrincipalName: 'User principal name',
  ObjectId: 'Object id',
  RawId: 'Raw id',
  PhoneNumber: 'Phone number',
}

function Account({ page: { who, isKnown } }: TabProps) {
  const known = Object.entries(NAMES).map(([field, name]) => ({
    name,
    unit: '',
    value: who.fields[field] ?? null,
    ...((who.withheld[field] ?? who.blanked) && { withheld: who.withheld[field] ?? who.blanked }),
  }))
  const facts = [
    ...known,
    { name: 'User type', unit: '', value: who.userType },
    { name: 'Directory status', unit: '', value: isKnown ? 'In the directory' : 'No account in this tenant' },
    { name: 'Person key', unit: '', value: who.personKey },
  ]
  return (
    <Section title="Account">
      <FactList facts={facts} />
    </Section>
  )
}

function Voice({ page: { who } }: TabProps) {
  const number = who.fields.PhoneNumber
  if (number === undefined) {
    return (
      <Empty title="No phone number" hint="Numbers are not assigned here: Teams Phone is not part of this." />
    )
  }
  return (
    <Section title="Voice">
      <FactList facts={[{ name: 'Phone number', unit: '', value: number }]} />
    </Section>
  )
}

function Policies({ page: { policies } }: TabProps) {
  if (policies.length === 0) {
    return (
      <Empty
        title="No policies"
        hint="Meeting policies are of users of this tenant, who can organize meetings."
      />
    )
  }
  return (
    <Section title="Meeting policies that hold for meetings of this user">
      <FactList facts={policies.map(({ name, value }) => ({ name, unit: '', value }))} />
    </Section>
  )
}
