/** The pages of the portal: one row each. The navigation, the routes and the tests read this table. */
import type { FluentIcon } from '@fluentui/react-icons'
import {
  AlertRegular,
  ArrowTrendingRegular,
  BoardRegular,
  BuildingRegular,
  CallRegular,
  DataBarVerticalRegular,
  DataTrendingRegular,
  DocumentSearchRegular,
  GuestRegular,
  HomeRegular,
  PeopleRegular,
  PersonRegular,
  QuestionCircleRegular,
  SendRegular,
  SettingsRegular,
  VideoRegular,
} from '@fluentui/react-icons'
import type { ComponentType } from 'react'

export interface Feature {
  /** Path in the address bar; `$name` captures a segment. */
  readonly path: string
  readonly title: string
  /** Group in the navigation; absent: reached from other pages only. */
  readonly group?: 'Overview' | 'Monitoring' | 'Calls' | 'Explain' | 'Teams' | 'Settings'
  readonly icon?: FluentIcon
  readonly page: () => Promise<{ readonly Page: ComponentType }>
}

export const FEATURES: readonly Feature[] = [
  {
    path: '/',
    title: 'Home',
    group: 'Overview',
    icon: HomeRegular,
    page: () => import('./features/home/page.tsx'),
  },
  {
    path: '/portal/dashboards',
    title: 'Dashboards',
    group: 'Overview',
    icon: BoardRegular,
    page: () => import('./features/dashboards/page.tsx'),
  },
  {
    path: '/portal/metrics',
    title: 'Metrics',
    group: 'Monitoring',
    icon: DataTrendingRegular,
    page: () => import('./features/metrics/page.tsx'),
  },
  {
    path: '/portal/logs',
    title: 'Logs',
    group: 'Monitoring',
    icon: DocumentSearchRegular,
    page: () => import('./features/logs/page.tsx'),
  },
  {
    path: '/portal/insights',
    title: 'Insights',
    group: 'Monitoring',
    icon: ArrowTrendingRegular,
    page: () => import('./features/insights/page.tsx'),
  },
  {
    path: '/portal/insights/$tab',
    title: 'Insights',
    page: () => import('./features/insights/page.tsx'),
  },
  {
    path: '/portal/alerts',
    title: 'Alerts',
    group: 'Monitoring',
    icon: AlertRegular,
    page: () => import('./features/alerts/page.tsx'),
  },
  {
    path: '/portal/alerts/new',
    title: 'Alert rule',
    page: () => import('./features/alerts/rule-page.tsx'),
  },
  {
    path: '/portal/calls',
    title: 'Calls',
    group: 'Calls',
    icon: CallRegular,
    page: () => import('./features/calls/page.tsx'),
  },
  {
    path: '/portal/calls/$id',
    title: 'Call',
    page: () => import('./features/calls/call-page.tsx'),
  },
  {
    path: '/portal/guests',
    title: 'Guests',
    group: 'Calls',
    icon: PeopleRegular,
    page: () => import('./features/guests/page.tsx'),
  },
  {
    path: '/portal/guests/$person',
    title: 'Guest',
    page: () => import('./features/guests/guest-page.tsx'),
  },
  {
    path: '/portal/why',
    title: 'Why',
    group: 'Explain',
    icon: QuestionCircleRegular,
    page: () => import('./features/why/page.tsx'),
  },
  {
    path: '/portal/why/$id',
    title: 'Both sides',
    page: () => import('./features/why/call-page.tsx'),
  },
  {
    path: '/portal/teams/users',
    title: 'Users',
    group: 'Teams',
    icon: PersonRegular,
    page: () => import('./features/teams/users-page.tsx'),
  },
  {
    path: '/portal/teams/users/$user',
    title: 'User',
    page: () => import('./features/teams/user-page.tsx'),
  },
  {
    path: '/portal/teams/meetings',
    title: 'Meetings',
    group: 'Teams',
    icon: VideoRegular,
    page: () => import('./features/teams/meetings-page.tsx'),
  },
  {
    path: '/portal/teams/meetings/$call',
    title: 'Meeting',
    page: () => import('./features/teams/meeting-page.tsx'),
  },
  {
    path: '/portal/teams/meetings/$call/live',
    title: 'Charts of the meeting',
    page: () => import('./features/teams/live-page.tsx'),
  },
  {
    path: '/portal/teams/meetings/$call/$participant',
    title: 'Session',
    page: () => import('./features/teams/session-page.tsx'),
  },
  {
    path: '/portal/teams/guests',
    title: 'External users',
    group: 'Teams',
    icon: GuestRegular,
    page: () => import('./features/teams/guests-page.tsx'),
  },
  {
    path: '/portal/find',
    title: 'Find',
    page: () => import('./features/find/page.tsx'),
  },
  {
    path: '/portal/teams/quality',
    title: 'Call quality',
    group: 'Teams',
    icon: DataBarVerticalRegular,
    page: () => import('./features/quality/page.tsx'),
  },
  {
    path: '/portal/teams/quality/$report',
    title: 'Call quality',
    page: () => import('./features/quality/page.tsx'),
  },
  {
    path: '/portal/teams/quality/$report/edit',
    title: 'Edit report',
    page: () => import('./features/quality/editor-page.tsx'),
  },
  {
    path: '/portal/teams/networks',
    title: 'Networks',
    group: 'Teams',
    icon: BuildingRegular,
    page: () => import('./features/networks/page.tsx'),
  },
  {
    path: '/portal/settings',
    title: 'Diagnostic settings',
    group: 'Settings',
    icon: SettingsRegular,
    page: () => import('./features/settings/page.tsx'),
  },
  {
    path: '/portal/deliveries',
    title: 'Deliveries',
    group: 'Settings',
    icon: SendRegular,
    page: () => import('./features/settings/deliveries-page.tsx'),
  },
]
